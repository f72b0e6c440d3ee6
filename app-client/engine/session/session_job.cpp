#include "session/session_job.h"

namespace backspool::engine {

namespace {

/// Before, a guess of what is left swings too much.
constexpr qint64 kFirstEstimateMilliseconds = 1'000;

} // namespace

SessionJob::SessionJob(PointSession::Connect connectTo, uint64_t items) : connect_(std::move(connectTo)), items_(items)
{
    timer_.setInterval(kProgressInterval);
    connect(&timer_, &QTimer::timeout, this, qOverload<>(&SessionJob::progressed));
}

void SessionJob::stop()
{
    cancel();
    if (thread_)
        thread_->wait();
}

void SessionJob::start()
{
    Q_ASSERT(!thread_);
    sinceStart_.start();
    thread_.reset(QThread::create([this] { ended(connectAndRun()); }));
    connect(thread_.get(), &QThread::finished, this, [this] {
        timer_.stop();
        Q_EMIT finished();
    });
    timer_.start();
    thread_->start();
}

void SessionJob::cancel()
{
    cancel_.cancel();
    const std::scoped_lock lock(mutex_);
    if (session_)
        session_->abort();
}

Status SessionJob::connectAndRun()
{
    const auto session = TRY(connect_(cancel_));
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
    TRY(cancel_.check());
    const auto status = run(*session, cancel_);
    if (!status)
        TRY(cancel_.check()); // why the connection ended is not the reason
    return status;
}

Progress SessionJob::progress() const
{
    const std::scoped_lock lock(mutex_);
    auto progress = progress_;
    if (progress.itemsTotal == 0)
        progress.itemsTotal = items_;
    return progress;
}

std::optional<std::chrono::seconds> SessionJob::timeLeft() const
{
    return estimatedTimeLeft(progress(), sinceStart_.elapsed());
}

std::optional<std::chrono::seconds> estimatedTimeLeft(const Progress &progress, qint64 elapsed)
{
    if (elapsed < kFirstEstimateMilliseconds || progress.itemsDone == 0 || progress.itemsTotal < progress.itemsDone)
        return std::nullopt;
    const double left = double(elapsed) * double(progress.itemsTotal - progress.itemsDone) / double(progress.itemsDone);
    return std::chrono::seconds(qint64(left / 1000) + 1);
}

void SessionJob::progressed(const Progress &progress)
{
    const std::scoped_lock lock(mutex_);
    progress_ = progress;
}

} // namespace backspool::engine
