#pragma once
/// Who protects this user's files: what the user has set up; else the system's agent, where there is one.
#include "session/agent_session.h"

#include <QPointer>
#include <QTimer>

namespace backspool::tray {

/// Lives in the main thread.
class SessionChoice : public QObject
{
    Q_OBJECT

public:
    /// @p state: this user's own. @p agentSocket: where the system's agent listens for users.
    SessionChoice(engine::AgentState state, QString agentSocket);

    /// As it is now. Blocks for a moment, two seconds at most.
    std::unique_ptr<engine::AgentSession> choose();
    /// Every half minute by itself: an administrator may set the computer up, or give that up, while this program runs.
    void look();

Q_SIGNALS:
    /// choose() would choose the other one now. Told again until it is asked.
    void changed();

private:
    bool isOver() const;

    const engine::AgentState state_;
    const QString agentSocket_;
    QPointer<engine::AgentSession> chosen_;
    QTimer again_;
};

} // namespace backspool::tray
