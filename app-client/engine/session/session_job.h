#pragma once
/// Work with the service that lasts: it is watched and can be stopped.
#include "session/point_session.h"
#include "session/watched_job.h"

namespace backspool::engine {

/// Lives in the thread that makes it; the work is done in a thread of its own, over a connection of its own.
class SessionJob : public WatchedJob
{
    Q_OBJECT

protected:
    /// @p items: see WatchedJob.
    SessionJob(PointSession::Connect connect, uint64_t items);

    /// Does the work, in the job's thread.
    virtual Status run(PointSession &session, const CancelToken &cancel) = 0;
    /// Called once before finished(), in the job's thread: how run() ended, or why it never began.
    virtual void ended(const Status &status) = 0;

private:
    void work(const CancelToken &cancel) override { ended(connectAndRun(cancel)); }
    void interrupt() override;
    Status connectAndRun(const CancelToken &cancel);

    const PointSession::Connect connect_;
    std::mutex mutex_;                ///< guards session_
    PointSession *session_ = nullptr; ///< while it works
};

} // namespace backspool::engine
