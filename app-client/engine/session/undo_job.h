#pragma once
/// The undoing of a restore, watched; it can be stopped, and goes on later.
#include "restore/restore_undo.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <mutex>

namespace backspool::engine {

/// Lives in the thread that makes it; the work is done in a thread of its own.
class UndoJob final : public QObject, private ProgressSink
{
    Q_OBJECT

public:
    explicit UndoJob(const QString &journal);
    /// Stops, and waits for that: a moment.
    ~UndoJob() override;

    /// Also after finished(), when it was stopped: then it goes on where it was.
    void start();
    /// It ends soon, with Cancelled.
    void cancel() { cancel_->cancel(); }

    Progress progress() const;
    /// By what was done since start(); nothing as long as that says nothing.
    std::optional<std::chrono::seconds> timeLeft() const;

    // After finished().
    const Status &result() const { return result_; }
    const UndoReport &report() const { return undo_.report(); }

Q_SIGNALS:
    /// A few times a second.
    void progressed();
    void finished();

private:
    void progressed(const Progress &progress) override;

    RestoreUndo undo_; ///< the thread's while that runs
    Status result_;
    std::unique_ptr<CancelToken> cancel_ = std::make_unique<CancelToken>(); ///< a new one for each start()
    std::unique_ptr<QThread> thread_;
    QTimer timer_;
    QElapsedTimer sinceStart_;
    uint64_t doneBefore_ = 0;  ///< items, before start()
    mutable std::mutex mutex_; ///< guards progress_
    Progress progress_;
};

} // namespace backspool::engine
