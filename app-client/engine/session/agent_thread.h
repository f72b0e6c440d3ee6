#pragma once
/// The background agent inside a program with windows: in a thread of its own, since it reads and writes small files.
#include "agent/agent_report.h"
#include "schedule/metered_connection.h"

#include <QObject>
#include <QThread>

namespace backspool::engine {

/// Lives in the main thread.
class AgentThread : public QObject
{
    Q_OBJECT

public:
    AgentThread(AgentState state, QString software);
    /// Stops a backup that runs, and waits for that.
    ~AgentThread() override;

    /// Begins to protect.
    void start();
    void backUpNow();
    void pause(std::optional<WallTime> until);
    void resume();
    /// What it goes by has changed.
    void lookAgain();

Q_SIGNALS:
    void reported(const backspool::engine::AgentReport &report);
    /// No agent runs: Busy (another does, with the same state folder), Io, Denied.
    void failed(const backspool::Error &error);

private:
    class Inner;
    template <class Act> void inThread(Act act);
    /// If there is one by then.
    template <class Act> void toAgent(Act act);

    const AgentState state_;
    const QString software_;
    /// Made here: what it asks must be loaded in the main thread.
    const MeteredConnection metered_;
    QThread thread_;
    Inner *inner_ = nullptr; ///< lives in thread_
};

} // namespace backspool::engine
