#include "session/session_job.h"

namespace backspool::engine {

SessionJob::SessionJob(PointSession::Connect connectTo, uint64_t items)
    : WatchedJob(items), connect_(std::move(connectTo))
{
}

void SessionJob::interrupt()
{
    const std::scoped_lock lock(mutex_);
    if (session_)
        session_->abort();
}

Status SessionJob::connectAndRun(const CancelToken &cancel)
{
    const auto session = TRY(connect_(cancel));
    {
        const std::scoped_lock lock(mutex_);
        session_ = session.get();
    }
    struct Leave
    {
        SessionJob &job;
        ~Leave()
        {
            const std::scoped_lock lock(job.mutex_);
            job.session_ = nullptr;
        }
    } leave{*this};
    TRY(cancel.check());
    const auto status = run(*session, cancel);
    if (!status)
        TRY(cancel.check()); // why the connection ended is not the reason
    return status;
}

} // namespace backspool::engine
