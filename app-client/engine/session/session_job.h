#pragma once
/// Work with the service that lasts: it is watched and can be stopped.
#include "core/cancel_token.h"
#include "core/progress.h"
#include "session/point_session.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <mutex>

namespace backspool::engine {

/// What is left, by what was done in @p elapsed milliseconds; nothing as long as that says nothing.
std::optional<std::chrono::seconds> estimatedTimeLeft(const Progress &progress, qint64 elapsed);

/// Lives in the thread that makes it; the work is done in a thread of its own, over a connection of its own.
class SessionJob : public QObject, protected ProgressSink
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds kProgressInterval{100};

    void start();
    /// It ends soon, with Cancelled.
    void cancel();
    bool isCancelled() const { return cancel_.isCancelled(); }

    Progress progress() const;
    /// By what was done so far; nothing as long as that says nothing.
    std::optional<std::chrono::seconds> timeLeft() const;

Q_SIGNALS:
    /// A few times a second.
    void progressed();
    void finished();

protected:
    /// @p items: how many the work is about, as far as that is known: for progress().
    SessionJob(PointSession::Connect connect, uint64_t items);

    /// Does the work, in the job's thread.
    virtual Status run(PointSession &session, const CancelToken &cancel) = 0;
    /// Called once before finished(), in the job's thread: how run() ended, or why it never began.
    virtual void ended(const Status &status) = 0;
    /// Stops, and waits for that: a moment. What inherits calls it in its destructor.
    void stop();

private:
    Status connectAndRun();
    void progressed(const Progress &progress) override;

    const PointSession::Connect connect_;
    const uint64_t items_;
    CancelToken cancel_;
    std::unique_ptr<QThread> thread_;
    QTimer timer_;
    QElapsedTimer sinceStart_;
    mutable std::mutex mutex_;        ///< guards what follows
    PointSession *session_ = nullptr; ///< while it works
    Progress progress_;
};

} // namespace backspool::engine
