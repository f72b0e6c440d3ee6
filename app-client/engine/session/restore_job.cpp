#include "session/restore_job.h"

#include "codec/keys.h"
#include "restore/undo_journal.h"

#include <QDir>
#include <QSysInfo>

namespace backspool::engine {

namespace {

constexpr qsizetype kNameBytes = 8;

QString newJournal(const AgentState &state)
{
    return undoFolder(state) + QLatin1Char('/') + QString::fromLatin1(codec::randomBytes(kNameBytes).toHex());
}

} // namespace

QString undoFolder(const AgentState &state)
{
    return state.folder() + QStringLiteral("/undo");
}

RestoreJob::RestoreJob(AgentState state, PointSession::Connect connectTo, RestoreRequest request)
    : SessionJob(std::move(connectTo), request.files), state_(std::move(state)), request_(std::move(request)),
      undoJournal_(request_.dryRun || !request_.isToUndo ? QString() : newJournal(state_))
{
}

Status RestoreJob::run(PointSession &session, const CancelToken &cancel)
{
    RestoreOptions options;
    options.paths = request_.paths;
    options.to = request_.to;
    options.onConflict = request_.onConflict;
    options.dryRun = request_.dryRun;
    options.undoJournal = undoJournal_;
    if (!undoJournal_.isEmpty())
        QDir().mkpath(undoFolder(state_));
    options.host = QSysInfo::machineHostName();
    const RestoreState files{state_.knownContentsFile(), state_.journalFile()};
    result_ =
        TRY(runRestore(session.service(), session.verifier(), request_.point, files, options, *this, *this, cancel));
    return {};
}

void RestoreJob::ended(const Status &status)
{
    if (!status)
        result_ = fail(status.error());
    if (undoJournal_.isEmpty())
        return;
    canUndo_ = hasUndoSteps(undoJournal_);
    if (!canUndo_)
        QFile::remove(undoJournal_);
}

std::unique_ptr<UndoJob> RestoreJob::undo() const
{
    return std::make_unique<UndoJob>(undoJournal_);
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
