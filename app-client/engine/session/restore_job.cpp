#include "session/restore_job.h"

#include <QSysInfo>

namespace backspool::engine {

RestoreJob::RestoreJob(AgentState state, QString software, RestoreRequest request)
    : SessionJob(std::move(state), std::move(software), request.files), request_(std::move(request))
{
}

Status RestoreJob::run(ServiceSession &session, const CancelToken &cancel)
{
    RestoreOptions options;
    options.paths = request_.paths;
    options.to = request_.to;
    options.onConflict = request_.onConflict;
    options.dryRun = request_.dryRun;
    options.host = QSysInfo::machineHostName();
    const RestoreState files{state().knownContentsFile(), state().journalFile()};
    result_ =
        TRY(runRestore(session.service(), session.digester(), request_.point, files, options, *this, *this, cancel));
    return {};
}

void RestoreJob::ended(const Status &status)
{
    if (!status)
        result_ = fail(status.error());
}

void RestoreJob::problem(const RestoreProblem &problem)
{
    const std::scoped_lock lock(mutex_);
    if (problems_.size() < kMostTold)
        problems_.push_back(problem);
}

void RestoreJob::planned(RestoreAction action, const QByteArray &path)
{
    const std::scoped_lock lock(mutex_);
    const bool isInTheWay = action == RestoreAction::Replace || action == RestoreAction::SetMetadata;
    if (isInTheWay)
        ++inTheWayCount_;
    if (isInTheWay && inTheWay_.size() < kMostTold)
        inTheWay_.push_back(path);
    if (isInTheWay || action == RestoreAction::Create)
        ++filesToWrite_;
}

void RestoreJob::keptAside(const QByteArray &path, const QByteArray &name)
{
    const std::scoped_lock lock(mutex_);
    if (renamed_.size() < kMostTold)
        renamed_.emplace_back(path, name);
}

} // namespace backspool::engine
