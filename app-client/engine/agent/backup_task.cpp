#include "agent/backup_task.h"

#include "agent/service_policy.h"
#include "backup/backup_commands.h"
#include "backup/backup_options.h"
#include "core/logging.h"
#include "policy/selection.h"

#include <fcntl.h>

namespace backspool::engine {

/// A connection that cancel() ends.
class BackupTask::Line
{
public:
    static Result<std::unique_ptr<Line>> open(BackupTask &task, const protocol::Identity &identity)
    {
        auto connection = TRY(protocol::ClientConnection::connect(identity, task.software_, task.cancel_));
        std::unique_ptr<Line> line(new Line(task, std::move(connection)));
        TRY(task.cancel_.check());
        return line;
    }
    ~Line()
    {
        const std::scoped_lock lock(task_.mutex_);
        task_.connection_ = nullptr;
    }
    Line(const Line &) = delete;
    Line &operator=(const Line &) = delete;

    protocol::ClientConnection &connection() { return *connection_; }

private:
    Line(BackupTask &task, std::unique_ptr<protocol::ClientConnection> connection)
        : task_(task), connection_(std::move(connection))
    {
        const std::scoped_lock lock(task_.mutex_);
        task_.connection_ = connection_.get();
    }

    BackupTask &task_;
    const std::unique_ptr<protocol::ClientConnection> connection_;
};

void watchFor(CopyGuard &guard, std::span<const QByteArray> paths)
{
    for (const auto &path : paths) {
        const FileDescriptor file(::open(path.constData(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC));
        if (file.isOpen())
            guard.watch(file.get());
    }
}

Result<BackupReport> BackupTask::run()
{
    const auto identity = TRY(state_.identity(cancel_));
    auto selection = policy::Selection::load(state_.selectionFile());
    if (!selection && selection.error().kind() != ErrorKind::NotFound)
        return fail(selection.error());
    if (!selection || selection->paths.empty())
        return fail(ErrorKind::NotFound,
                    QStringLiteral(
                        "nothing is selected: name what to protect, as in: backspool-agent selection add ~/Documents"));
    auto line = TRY(Line::open(*this, identity));
    // One that is refused is told of by the watch; the backup goes by the last good one.
    if (const auto asked = askServicePolicy(state_, line->connection()); !asked)
        qCInfo(logEngine).noquote() << asked.error().text();
    const auto policy = policy::PolicySource(policies_).read().policy;
    auto options = backupOptions(policy, *selection, state_, clock_);
    options.quiescence = {policy.active.quietTime, policy.active.quietGiveUp};
    options.guard = &guard_;
    guard_.setBound(policy.active.writerWait);
    watchFor(guard_, selection->paths);
    options.writeLog = writeLog_;
    options.safetyWalkAfter = policy.safetyWalkAfter;
    options.shadows = shadows_;
    if (shadows_)
        shadows_->setLeastSize(uint64_t(policy.shadowsFromMebibytes) * uint64_t(1_MiB));
    // The service ends what is silent for as long as a command may take.
    if (!policy.commands.before.empty())
        line.reset();
    return runWithCommands(policy.commands, cancel_, [&]() -> Result<BackupReport> {
        if (!line)
            line = TRY(Line::open(*this, identity));
        auto made = runBackup(line->connection(), identity, state_, clock_, options, *this, cancel_);
        line.reset();
        return made;
    });
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
