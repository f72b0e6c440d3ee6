#pragma once
/// The undoing of a restore, watched; it can be stopped, and goes on later.
#include "restore/restore_undo.h"
#include "session/watched_job.h"

namespace backspool::engine {

/// When start() is called after finished(), it goes on where it was.
class UndoJob final : public WatchedJob
{
    Q_OBJECT

public:
    explicit UndoJob(const QString &journal) : WatchedJob(0), undo_(journal) {}
    ~UndoJob() override { stop(); }

    // After finished().
    const Status &result() const { return result_; }
    const UndoReport &report() const { return undo_.report(); }

private:
    void work(const CancelToken &cancel) override { result_ = undo_.run(*this, cancel); }

    RestoreUndo undo_; ///< the thread's while that runs
    Status result_;
};

} // namespace backspool::engine
