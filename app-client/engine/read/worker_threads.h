#pragma once
/// Some threads that carry tasks out, in the order in which they came; urgent ones first.
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
    /// Fewer where the system has no more. Throws std::system_error where it has none.
    explicit WorkerThreads(int count);
    /// Carries out what is still there, then ends the threads. When it returns they are gone with all that was theirs
    /// (QThreadPool does not wait for that much).
    ~WorkerThreads();
    WorkerThreads(const WorkerThreads &) = delete;
    WorkerThreads &operator=(const WorkerThreads &) = delete;

    using Task = std::function<void()>;
    void add(Task task);
    /// For what brings more work, so that there always is some.
    void addUrgent(Task task);
    /// Blocks until no task is there and none is being carried out. Not in a task.
    void waitUntilIdle();

private:
    void run();
    void add(std::deque<Task> &tasks, Task task);
    bool isEmpty() const { return urgent_.empty() && usual_.empty(); }

    std::mutex mutex_; ///< guards what follows
    std::condition_variable changed_, idle_;
    std::deque<Task> urgent_, usual_;
    int working_ = 0;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

} // namespace backspool::engine
