#include "difference/walk_queue.h"

#include <algorithm>
#include <chrono>

namespace backspool::engine {

namespace {
/// About 10 MB of their names and metadata.
constexpr size_t kMaxWaitingFiles = 20'000;
/// A folder that waits is open: counted as so many files, not more than some 300 are, and no system allows fewer.
constexpr size_t kFolderWeight = 64;
/// Of what is put off, in the same measure.
constexpr size_t kMaxPutOff = kMaxWaitingFiles;
/// Between two looks at what is put off, while there is nothing else to do.
constexpr std::chrono::milliseconds kPutOffLook{100};
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

bool WalkQueue::addPutOff(size_t files, Task task, std::function<bool()> isDue)
{
    const std::lock_guard lock(mutex_);
    const size_t weight = kFolderWeight + files;
    if (putOffWeight_ + weight > kMaxPutOff)
        return false;
    putOffWeight_ += weight;
    putOff_.push_back({std::move(task), std::move(isDue), weight});
    changed_.notify_one();
    return true;
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

/// REQUIRES: mutex_ is held.
bool WalkQueue::takeDue(Task &task)
{
    const auto due = std::ranges::find_if(putOff_, [](const PutOff &entry) { return entry.isDue(); });
    if (due == putOff_.end())
        return false;
    task = std::move(due->task);
    putOffWeight_ -= due->weight;
    putOff_.erase(due);
    return true;
}

void WalkQueue::run()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto hasWork = [this] {
            return stopped_ || !ready_.empty() || (!scans_.empty() && waiting_ < kMaxWaitingFiles);
        };
        Task task;
        while (!hasWork() && !takeDue(task)) {
            if (putOff_.empty())
                changed_.wait(lock);
            else
                changed_.wait_for(lock, kPutOffLook);
        }
        if (stopped_)
            return;
        if (task) {
            // what was put off
        } else if (!ready_.empty()) {
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
