#include "session/session_job.h"

namespace backspool::engine {

SessionJob::SessionJob(AgentState state, QString software, uint64_t items)
    : WatchedJob(items), state_(std::move(state)), software_(std::move(software))
{
}

void SessionJob::interrupt()
{
    const std::scoped_lock lock(mutex_);
    if (connection_)
        connection_->abort();
}

Status SessionJob::connectAndRun(const CancelToken &cancel)
{
    const auto session = TRY(ServiceSession::connect(state_, software_, cancel));
    {
        const std::scoped_lock lock(mutex_);
        connection_ = &session->connection();
    }
    struct Leave
    {
        SessionJob &job;
        ~Leave()
        {
            const std::scoped_lock lock(job.mutex_);
            job.connection_ = nullptr;
        }
    } leave{*this};
    TRY(cancel.check());
    const auto status = run(*session, cancel);
    if (!status)
        TRY(cancel.check()); // why the connection ended is not the reason
    return status;
}

} // namespace backspool::engine
