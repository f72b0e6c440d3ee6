#pragma once
/// The agent that protects by itself: asks the scheduler, makes the backups that are due, and says how it is doing. For
/// `backspool-agent run`, and for any program with an event loop.
#include "agent/activity_log.h"
#include "agent/agent_report.h"
#include "agent/backup_task.h"
#include "agent/policy_watch.h"
#include "policy/policy_source.h"
#include "schedule/load_sensor.h"
#include "schedule/metered_connection.h"
#include "schedule/power_sensor.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <memory>

namespace backspool::engine {

/// Lives in one thread, whose event loop it never blocks for long (small files): backups run in a thread of their own.
/// Where that is not the main thread, a MeteredConnection must have been made there.
class BackgroundAgent : public QObject
{
    Q_OBJECT

public:
    /// @p networkPolicy: the administrator's policy file. The clock outlives the agent. REQUIRES: the state folder
    /// exists, and no other agent has it (AgentSocket sees to that).
    BackgroundAgent(AgentState state, const QString &networkPolicy, QString software, const Clock &clock);
    /// REQUIRES: stopped() came, or start() was never called.
    ~BackgroundAgent() override;

    /// Backups go by what @p log knows. Before start().
    void setWriteLog(std::unique_ptr<WriteLog> log) { writeLog_ = std::move(log); }
    /// Null: none was set.
    /// Before start(), and blocks for a moment: the sooner, the more writers are known.
    void watchWriters();
    WriteLog *writeLog() const { return writeLog_.get(); }

    /// Begins to protect.
    void start();
    /// Stops a backup that runs, and then says stopped(). Nothing begins any more.
    void stop();

    /// @p until: none: until resume(). A backup that runs stops. Over a restart too.
    void pause(std::optional<WallTime> until);
    void resume();

    /// A backup now, whatever the schedule, the load, battery, connection and a pause say; after the one that runs, if
    /// one does: what was saved before this call is in it. The number that backedUp() or
    /// notBackedUp() will have.
    int backUpNow();

    /// A backup for somebody who does not decide for this computer: soon, but a pause, battery, connection, load and
    /// the wait after a failure hold. Errors: Busy: it is not made now; why. (But for a pause it is, when that is
    /// over.)
    Status wishBackup();

    /// Policies or selection have changed: not only at the next look.
    void lookAgain() { look(); }

    AgentReport report() const;

Q_SIGNALS:
    /// The backup @p number (they count from 1) made a point.
    void backedUp(int number, const BackupReport &report);
    /// It did not. Cancelled: it was stopped on purpose, or a pause came before it; the next one has its number then.
    void notBackedUp(int number, const Error &error);
    /// report() says something new; while a backup runs, about once a second.
    void changed();
    void stopped();

private:
    void look();
    void tryAgain();
    void tellDropped();
    void tidyShadows() const;
    void begin();
    void ended();
    using Keep = ScheduleMemory::Durability;
    void keepMemory(Keep keep);
    void logPolicy();
    void logWaiting();
    void keep(const Activity &activity);

    const AgentState state_;
    const QString software_;
    const Clock &clock_;
    policy::PolicySource source_;
    PolicyWatch watch_;
    policy::PolicyInForce policy_;
    Scheduler scheduler_;
    LoadSensor load_;
    const PowerSensor power_;
    const MeteredConnection metered_;
    QTimer timer_;    ///< to the next look
    QTimer progress_; ///< while a backup runs
    Decision decision_;
    std::optional<LastBackup> lastBackup_;
    std::unique_ptr<WriteLog> writeLog_;
    CopyGuard guard_{policy::ActivePolicy().writerWait};
    const std::shared_ptr<ShadowFiles> shadows_ = std::make_shared<ShadowFiles>();
    std::unique_ptr<BackupTask> task_;
    std::unique_ptr<QThread> thread_;
    std::optional<Result<BackupReport>> result_; ///< written by thread_, read when that has ended
    int begun_ = 0;                              ///< backups
    int asked_ = 0;                              ///< the highest number that backUpNow() has given
    std::chrono::steady_clock::time_point began_;
    QStringList loggedPolicyErrors_;
    QString loggedFailure_;
    QStringList loggedWaiting_; ///< why one that is due is not begun, since the last began
    bool isStarted_ = false;
    bool isStopping_ = false;
};

} // namespace backspool::engine
