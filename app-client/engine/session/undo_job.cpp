#include "session/undo_job.h"

#include "session/session_job.h"

namespace backspool::engine {

UndoJob::UndoJob(const QString &journal) : undo_(journal)
{
    timer_.setInterval(SessionJob::kProgressInterval);
    connect(&timer_, &QTimer::timeout, this, qOverload<>(&UndoJob::progressed));
}

UndoJob::~UndoJob()
{
    cancel();
    if (thread_)
        thread_->wait();
}

void UndoJob::start()
{
    if (thread_)
        thread_->wait();
    cancel_ = std::make_unique<CancelToken>();
    doneBefore_ = progress().itemsDone;
    sinceStart_.start();
    thread_.reset(QThread::create([this] { result_ = undo_.run(*this, *cancel_); }));
    connect(thread_.get(), &QThread::finished, this, [this] {
        timer_.stop();
        Q_EMIT finished();
    });
    timer_.start();
    thread_->start();
}

Progress UndoJob::progress() const
{
    const std::scoped_lock lock(mutex_);
    return progress_;
}

std::optional<std::chrono::seconds> UndoJob::timeLeft() const
{
    auto now = progress();
    now.itemsDone -= doneBefore_;
    now.itemsTotal -= std::min(doneBefore_, now.itemsTotal);
    return estimatedTimeLeft(now, sinceStart_.elapsed());
}

void UndoJob::progressed(const Progress &progress)
{
    const std::scoped_lock lock(mutex_);
    progress_ = progress;
}

} // namespace backspool::engine
