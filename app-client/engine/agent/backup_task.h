#pragma once
/// One backup of what is selected, as the background agent makes it: in a thread of its own, and to be stopped from
/// another.
#include "backup/backup_run.h"
#include "policy/policy_source.h"

#include <mutex>

namespace backspool::engine {

/// @p guard watches the file systems of @p paths, so that files can be guarded that programs open from now on.
void watchFor(CopyGuard &guard, std::span<const QByteArray> paths);

class BackupTask final : private ProgressSink
{
public:
    /// @p software: "backspool-agent 0.1.0". @p writeLog: null: there is none. Clock, log, guard, shadows and task
    /// outlive run().
    BackupTask(AgentState state, policy::PolicySource::Places policies, QString software, const Clock &clock,
               WriteLog *writeLog, CopyGuard &guard, ShadowFiles *shadows)
        : state_(std::move(state)), policies_(std::move(policies)), software_(std::move(software)), clock_(clock),
          writeLog_(writeLog), guard_(guard), shadows_(shadows)
    {
    }

    /// Connects, asks for the service's policy, and backs up; blocks. Once. Errors: NotFound (not enrolled, nothing
    /// selected), Unreachable, Cancelled, and runBackup()'s.
    Result<BackupReport> run();

    /// Thread-safe: run() ends soon.
    void cancel();
    bool isCancelled() const { return cancel_.isCancelled(); }
    /// Thread-safe.
    Progress progress() const;

private:
    class Line;
    void progressed(const Progress &progress) override;

    const AgentState state_;
    const policy::PolicySource::Places policies_;
    const QString software_;
    const Clock &clock_;
    WriteLog *const writeLog_;
    CopyGuard &guard_;
    ShadowFiles *const shadows_;
    CancelToken cancel_;
    mutable std::mutex mutex_; ///< guards what follows
    protocol::ClientConnection *connection_ = nullptr;
    Progress progress_;
};

} // namespace backspool::engine
