#pragma once
/// Some threads that carry tasks out, in the order in which they came.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace backspool::engine {

/// Thread-safe.
class WorkerThreads
{
public:
    explicit WorkerThreads(int count);
    /// Carries out what is still there, then ends the threads. When it returns they are gone with all that was theirs
    /// (QThreadPool does not wait for that much).
    ~WorkerThreads();
    WorkerThreads(const WorkerThreads &) = delete;
    WorkerThreads &operator=(const WorkerThreads &) = delete;

    void add(std::function<void()> task);
    /// Blocks until no task is there and none is being carried out. Not in a task.
    void waitUntilIdle();

private:
    void run();

    std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_, idle_;
    std::deque<std::function<void()>> tasks_;
    int working_ = 0;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

} // namespace backspool::engine
