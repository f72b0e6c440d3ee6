#pragma once
/// The thread that a database connection lives in. QSqlDatabase may be used only in the thread that opened it, and the
/// catalogue's statements must run one after the other: whoever wants something of it hands a function in and waits.
#include <concepts>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace backspool::catalogue {

/// Thread-safe. A plain thread with a queue, no event loop: nothing in it waits for events. The queue needs no bound:
/// each caller waits for its own work, so it is never longer than there are callers.
class DatabaseThread
{
public:
    DatabaseThread();
    /// Finishes what is queued. REQUIRES: not called in the thread itself.
    ~DatabaseThread();

    /// What @p work returns, run in this thread, after all that was handed in before. Called in this thread, it runs at
    /// once: work may use what hands in work.
    template <std::invocable Work> std::invoke_result_t<Work &> run(Work &&work)
    {
        if (std::this_thread::get_id() == thread_.get_id())
            return work();
        std::packaged_task<std::invoke_result_t<Work &>()> task([&work] { return work(); });
        auto result = task.get_future();
        // The job owns the task: it is still being left when the caller has its result already.
        post([task = std::move(task)]() mutable { task(); });
        return result.get();
    }

private:
    using Job = std::move_only_function<void()>;
    void post(Job job);
    void work();

    std::mutex mutex_; ///< guards jobs_ and ending_
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool ending_ = false;
    std::thread thread_; ///< last: it uses the others
};

} // namespace backspool::catalogue
