#include "difference/walk_queue.h"

namespace backspool::engine {

namespace {
/// About 10 MB of their names and metadata.
constexpr size_t kMaxWaitingFiles = 20'000;
/// A folder that waits is open: counted as so many files, not more than some 300 are, and no system allows fewer.
constexpr size_t kFolderWeight = 64;
} // namespace

WalkQueue::WalkQueue(Failure &failure) : failure_(failure)
{
    failure_.onSet([this] { finish(); });
}

void WalkQueue::addScan(Task task)
{
    const std::lock_guard lock(mutex_);
    scans_.push_back(std::move(task));
    changed_.notify_one();
}

void WalkQueue::addReady(Task task)
{
    const std::lock_guard lock(mutex_);
    ready_.push_back(std::move(task));
    changed_.notify_one();
}

void WalkQueue::addWaiting(size_t files)
{
    const std::lock_guard lock(mutex_);
    waiting_ += kFolderWeight + files;
}

void WalkQueue::removeWaiting(size_t files)
{
    const std::lock_guard lock(mutex_);
    waiting_ -= kFolderWeight + files;
    changed_.notify_all();
}

void WalkQueue::finish()
{
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
}

void WalkQueue::run()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(
            lock, [this] { return stopped_ || !ready_.empty() || (!scans_.empty() && waiting_ < kMaxWaitingFiles); });
        if (stopped_)
            return;
        Task task;
        if (!ready_.empty()) {
            task = std::move(ready_.front());
            ready_.pop_front();
        } else {
            task = std::move(scans_.back());
            scans_.pop_back();
        }
        lock.unlock();
        task();
        task = {}; // what it holds is let go outside the lock
        lock.lock();
    }
}

} // namespace backspool::engine
