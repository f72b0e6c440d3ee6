#pragma once
/// A restore that is watched and can be stopped.
#include "backup/agent_state.h"
#include "restore/restore_run.h"
#include "session/session_job.h"
#include "session/undo_job.h"

namespace backspool::engine {

struct RestoreRequest
{
    PointId point;
    std::vector<QByteArray> paths; ///< in the point
    QByteArray to;                 ///< empty: each to its own place
    OnConflict onConflict = OnConflict::Skip;
    bool dryRun = false;  ///< only says what it would do
    bool isToUndo = true; ///< what it replaces is kept for RestoreJob::undo()
    uint64_t files = 0;   ///< how many it is about, as far as that is known: for progress()
};

/// Where the journals of restores are that can be undone.
QString undoFolder(const AgentState &state);

/// Lives in the thread that makes it.
class RestoreJob final : public SessionJob, private RestoreEvents
{
    Q_OBJECT

public:
    /// What is told one by one; more is only counted.
    static constexpr size_t kMostTold = 1'000;

    /// @p state: where the notes of this user's restores are.
    RestoreJob(AgentState state, PointSession::Connect connect, RestoreRequest request);
    ~RestoreJob() override { stop(); }

    // After finished().
    const Result<RestoreReport> &result() const { return *result_; }
    const std::vector<RestoreProblem> &problems() const { return problems_; }
    /// Of a dry run that would overwrite: the paths at which something else is, or something of other metadata.
    const std::vector<QByteArray> &inTheWay() const { return inTheWay_; }
    uint64_t inTheWayCount() const { return inTheWayCount_; }
    /// Of a dry run: files that would be written.
    uint64_t filesToWrite() const { return filesToWrite_; }
    /// What was in the way and is called otherwise now.
    const std::vector<std::pair<QByteArray, QByteArray>> &renamed() const { return renamed_; }
    /// It did something that undo() can take back, for kUndoTime from now on; also where it ended early.
    bool canUndo() const { return canUndo_; }
    /// Not started yet.
    std::unique_ptr<UndoJob> undo() const;

private:
    Status run(PointSession &session, const CancelToken &cancel) override;
    void ended(const Status &status) override;
    void problem(const RestoreProblem &problem) override;
    void planned(RestoreAction action, const QByteArray &path) override;
    void keptAside(const QByteArray &path, const QByteArray &name) override;

    const AgentState state_;
    const RestoreRequest request_;
    const QString undoJournal_; ///< empty: it cannot be undone
    bool canUndo_ = false;
    std::optional<Result<RestoreReport>> result_;
    std::mutex mutex_; ///< guards what follows while the thread runs
    std::vector<RestoreProblem> problems_;
    std::vector<QByteArray> inTheWay_;
    uint64_t inTheWayCount_ = 0;
    uint64_t filesToWrite_ = 0;
    std::vector<std::pair<QByteArray, QByteArray>> renamed_;
};

} // namespace backspool::engine
