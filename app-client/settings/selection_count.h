#pragma once
/// How much of this computer's files the settings protect and leave out, counted in the background and anew when they
/// change.
#include "session/agent_session.h"
#include "settings/settings_draft.h"

#include <QFutureWatcher>
#include <QTimer>

namespace backspool::settings {

/// Lives in the thread of the windows.
class SelectionCount : public QObject
{
    Q_OBJECT

public:
    /// Both outlive it.
    SelectionCount(SettingsDraft &draft, engine::AgentSession &session, QObject *parent = nullptr);
    ~SelectionCount() override { stop(); }

    /// From now on, or not any more: nobody looks.
    void setWanted(bool isWanted);
    /// All patterns that count, in their order.
    const std::vector<QByteArray> &patterns() const { return rules_.patterns; }
    /// Of patterns(); nothing as long as nothing is known.
    const std::optional<engine::LeftOutCount> &count() const { return count_; }

Q_SIGNALS:
    void patternsChanged();
    void counted();

private:
    void follow();
    void start();
    void stop();

    SettingsDraft &draft_;
    engine::AgentSession &session_;
    std::vector<QByteArray> paths_;
    engine::LeftOutRules rules_;
    std::optional<engine::LeftOutCount> count_;
    QFutureWatcher<engine::LeftOutCount> watcher_;
    QTimer delay_; ///< until somebody has stopped clicking
    bool isWanted_ = false;
};

} // namespace backspool::settings
