#include "agent/backup_task.h"

#include "agent/service_policy.h"
#include "core/logging.h"
#include "policy/selection.h"

namespace backspool::engine {

Result<BackupReport> BackupTask::run()
{
    const auto identity = TRY(protocol::Identity::load(state_.identityFile()));
    auto selection = policy::Selection::load(state_.selectionFile());
    if (!selection && selection.error().kind() != ErrorKind::NotFound)
        return fail(selection.error());
    if (!selection || selection->paths.empty())
        return fail(ErrorKind::NotFound,
                    QStringLiteral(
                        "nothing is selected: name what to protect, as in: backspool-agent selection add ~/Documents"));
    const auto connection = TRY(protocol::ClientConnection::connect(identity, software_, cancel_));
    {
        const std::scoped_lock lock(mutex_);
        connection_ = connection.get();
    }
    struct Leave
    {
        BackupTask &task;
        ~Leave()
        {
            const std::scoped_lock lock(task.mutex_);
            task.connection_ = nullptr;
        }
    } leave{*this};
    TRY(cancel_.check());
    // One that is refused is told of by the watch; the backup goes by the last good one.
    if (const auto asked = askServicePolicy(state_, *connection); !asked)
        qCInfo(logEngine).noquote() << asked.error().text();
    const auto policy = policy::PolicySource(policies_).read().policy;
    BackupOptions options;
    options.paths = selection->paths;
    options.excludes = policy.excludesFor(selection->paths, selection->excludes);
    options.criteria = policy.exclusions.criteria;
    options.active = policy.active;
    options.writeLog = writeLog_;
    options.safetyWalkAfter = policy.safetyWalkAfter;
    options.methodRule = methodRule(policy.difference);
    options.shadows = shadows_;
    if (shadows_)
        shadows_->setLeastSize(uint64_t(policy.shadowsFromMebibytes) * uint64_t(1_MiB));
    if (policy.systemInformation)
        options.systemInformation = keptSystemDocument(state_.systemInformationFile(), clock_);
    return runBackup(*connection, identity, state_, clock_, options, *this, cancel_);
}

void BackupTask::cancel()
{
    cancel_.cancel();
    const std::scoped_lock lock(mutex_);
    if (connection_)
        connection_->abort();
}

Progress BackupTask::progress() const
{
    const std::scoped_lock lock(mutex_);
    return progress_;
}

void BackupTask::progressed(const Progress &progress)
{
    // abort() waits for callbacks while it holds the lock; this is not one of them (a thread of the backup's own
    // calls).
    const std::scoped_lock lock(mutex_);
    progress_ = progress;
}

} // namespace backspool::engine
