#include "read/worker_threads.h"

#include <system_error>

namespace backspool::engine {

WorkerThreads::WorkerThreads(int count)
{
    try {
        for (int i = 0; i < count; ++i)
            threads_.emplace_back([this] { run(); });
    } catch (const std::system_error &) {
        if (threads_.empty())
            throw;
        // With fewer it takes longer.
    }
}

WorkerThreads::~WorkerThreads()
{
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        changed_.notify_all();
    }
    for (auto &thread : threads_)
        thread.join();
}

void WorkerThreads::add(Task task)
{
    add(usual_, std::move(task));
}

void WorkerThreads::addUrgent(Task task)
{
    add(urgent_, std::move(task));
}

void WorkerThreads::add(std::deque<Task> &tasks, Task task)
{
    const std::lock_guard lock(mutex_);
    tasks.push_back(std::move(task));
    changed_.notify_one();
}

void WorkerThreads::waitUntilIdle()
{
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return isEmpty() && working_ == 0; });
}

void WorkerThreads::run()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || !isEmpty(); });
        if (isEmpty())
            return;
        auto &tasks = urgent_.empty() ? usual_ : urgent_;
        auto task = std::move(tasks.front());
        tasks.pop_front();
        ++working_;
        lock.unlock();
        task();
        task = {}; // what it holds is let go outside the lock
        lock.lock();
        if (--working_ == 0 && isEmpty())
            idle_.notify_all();
    }
}

} // namespace backspool::engine
