#pragma once
/// Counts what is under way in other threads, for the one that waits for all of it.
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace backspool::engine {

/// Thread-safe.
class JobCount
{
public:
    void add()
    {
        const std::lock_guard lock(mutex_);
        ++count_;
    }
    void done()
    {
        const std::lock_guard lock(mutex_);
        if (--count_ == 0)
            none_.notify_all();
    }
    void waitForNone()
    {
        std::unique_lock lock(mutex_);
        none_.wait(lock, [this] { return count_ == 0; });
    }

private:
    std::mutex mutex_; ///< guards count_
    std::condition_variable none_;
    size_t count_ = 0;
};

} // namespace backspool::engine
