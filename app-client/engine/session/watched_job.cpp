#include "session/watched_job.h"

#include <algorithm>

namespace backspool::engine {

namespace {

/// Before, a guess of what is left swings too much.
constexpr qint64 kFirstEstimateMilliseconds = 1'000;

} // namespace

WatchedJob::WatchedJob(uint64_t items) : items_(items)
{
    timer_.setInterval(kProgressInterval);
    connect(&timer_, &QTimer::timeout, this, qOverload<>(&WatchedJob::progressed));
}

void WatchedJob::stop()
{
    cancel();
    if (thread_)
        thread_->wait();
}

void WatchedJob::start()
{
    if (thread_) {
        thread_->wait();
        cancel_ = std::make_unique<CancelToken>();
    }
    doneBefore_ = progress().itemsDone;
    sinceStart_.start();
    thread_.reset(QThread::create([this] { work(*cancel_); }));
    connect(thread_.get(), &QThread::finished, this, [this] {
        timer_.stop();
        Q_EMIT finished();
    });
    timer_.start();
    thread_->start();
}

void WatchedJob::cancel()
{
    cancel_->cancel();
    interrupt();
}

Progress WatchedJob::progress() const
{
    const std::scoped_lock lock(mutex_);
    auto progress = progress_;
    if (progress.itemsTotal == 0)
        progress.itemsTotal = items_;
    return progress;
}

std::optional<std::chrono::seconds> WatchedJob::timeLeft() const
{
    auto now = progress();
    now.itemsDone -= doneBefore_;
    now.itemsTotal -= std::min(doneBefore_, now.itemsTotal);
    return estimatedTimeLeft(now, sinceStart_.elapsed());
}

std::optional<std::chrono::seconds> estimatedTimeLeft(const Progress &progress, qint64 elapsed)
{
    if (elapsed < kFirstEstimateMilliseconds || progress.itemsDone == 0 || progress.itemsTotal < progress.itemsDone)
        return std::nullopt;
    const double left = double(elapsed) * double(progress.itemsTotal - progress.itemsDone) / double(progress.itemsDone);
    return std::chrono::seconds(qint64(left / 1000) + 1);
}

void WatchedJob::progressed(const Progress &progress)
{
    const std::scoped_lock lock(mutex_);
    progress_ = progress;
}

} // namespace backspool::engine
