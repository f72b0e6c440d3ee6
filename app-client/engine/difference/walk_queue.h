#pragma once
/// The order of work in a walk: what can be finished comes before what opens more.
///
/// Folders to scan are taken from the newest, so that few are open at a time; folders that wait for an answer of the
/// service come back as ready tasks and go first. While many folders wait, or many files in them, no further folder is
/// scanned.
#include "transfer/failure.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace backspool::engine {

/// Thread-safe.
class WalkQueue
{
public:
    using Task = std::function<void()>;
    explicit WalkQueue(Failure &failure);

    void addScan(Task task);
    void addReady(Task task);
    /// Carried out once @p isDue (quick, called again and again), when nothing else is to be done. False: too much
    /// is put off already, and it is not taken.
    bool addPutOff(size_t files, Task task, std::function<bool()> isDue);
    /// A folder with so many files waits for the service: counted up when it begins to wait, down when it is ready.
    void addWaiting(size_t files);
    void removeWaiting(size_t files);
    /// The walk is over: run() of every thread returns.
    void finish();
    /// Carries tasks out until finish() or the failure. Called by each worker thread.
    void run();

private:
    Failure &failure_;
    std::mutex mutex_; ///< guards the members below
    std::condition_variable changed_;
    std::vector<Task> scans_;
    std::deque<Task> ready_;
    struct PutOff
    {
        Task task;
        std::function<bool()> isDue;
        size_t weight = 0;
    };
    bool takeDue(Task &task);
    std::vector<PutOff> putOff_;
    size_t putOffWeight_ = 0;
    size_t waiting_ = 0;
    bool stopped_ = false;
};

} // namespace backspool::engine
