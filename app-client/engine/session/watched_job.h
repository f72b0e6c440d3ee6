#pragma once
/// Work that lasts: it is watched and can be stopped.
#include "core/cancel_token.h"
#include "core/progress.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace backspool::engine {

/// What is left, by what was done in @p elapsed milliseconds; nothing as long as that says nothing.
std::optional<std::chrono::seconds> estimatedTimeLeft(const Progress &progress, qint64 elapsed);

/// Lives in the thread that makes it; the work is done in a thread of its own.
class WatchedJob : public QObject, protected ProgressSink
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kProgressInterval{100};

    /// Once; where the job says that it goes on, also after finished().
    void start();
    /// It ends soon, with Cancelled.
    void cancel();
    bool isCancelled() const { return cancel_->isCancelled(); }

    Progress progress() const;
    /// By what was done since start(); nothing as long as that says nothing.
    std::optional<std::chrono::seconds> timeLeft() const;

Q_SIGNALS:
    /// A few times a second.
    void progressed();
    void finished();

protected:
    /// @p items: how many the work is about, as far as that is known: for progress().
    explicit WatchedJob(uint64_t items);

    /// Does the work, in the job's thread, before finished().
    virtual void work(const CancelToken &cancel) = 0;
    /// Ends what work() waits for, if that does not look at the token. Thread-safe.
    virtual void interrupt() {}
    /// Stops, and waits for that: a moment. What inherits calls it in its destructor.
    void stop();

private:
    void progressed(const Progress &progress) override;

    const uint64_t items_;
    std::unique_ptr<CancelToken> cancel_ = std::make_unique<CancelToken>(); ///< a new one when it goes on
    std::unique_ptr<QThread> thread_;
    QTimer timer_;
    QElapsedTimer sinceStart_;
    uint64_t doneBefore_ = 0;  ///< items, before start()
    mutable std::mutex mutex_; ///< guards progress_
    Progress progress_;
};

} // namespace backspool::engine
