#include "read/worker_threads.h"

namespace backspool::engine {

WorkerThreads::WorkerThreads(int count)
{
    for (int i = 0; i < count; ++i)
        threads_.emplace_back([this] { run(); });
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

void WorkerThreads::add(std::function<void()> task)
{
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
    changed_.notify_one();
}

void WorkerThreads::waitUntilIdle()
{
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return tasks_.empty() && working_ == 0; });
}

void WorkerThreads::run()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || !tasks_.empty(); });
        if (tasks_.empty())
            return;
        auto task = std::move(tasks_.front());
        tasks_.pop_front();
        ++working_;
        lock.unlock();
        task();
        task = {}; // what it holds is let go outside the lock
        lock.lock();
        if (--working_ == 0 && tasks_.empty())
            idle_.notify_all();
    }
}

} // namespace backspool::engine
