#pragma once
/// Work whose answers come later, through futures.
#include "read/worker_threads.h"
#include "survey/folder_survey.h"

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <atomic>

namespace backspool::engine {

/// What @p work says, done by Qt's pool: a moment at most.
template <class T> QFuture<T> inBackground(std::function<T()> work)
{
    QPromise<T> promise;
    promise.start();
    auto future = promise.future();
    QThreadPool::globalInstance()->start([promise = std::move(promise), work = std::move(work)]() mutable {
        promise.addResult(work());
        promise.finish();
    });
    return future;
}

/// What @p work says, done by @p threads: as long as it takes.
template <class T> QFuture<T> inThread(WorkerThreads &threads, std::function<T()> work)
{
    // Shared, since a task is copied.
    auto promise = std::make_shared<QPromise<T>>();
    promise->start();
    auto future = promise->future();
    threads.add([promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    });
    return future;
}

/// A thread for work that lasts, and whose figures come one after the other; one piece after the other, and what nobody
/// waits for any more is passed over.
class CountingLane
{
public:
    /// Ends what is being counted.
    ~CountingLane() { isEnding_ = true; }

    template <class T> using Tell = std::function<void(const T &)>;
    template <class T> QFuture<T> count(std::function<void(const Tell<T> &tell, const IsUnwanted &isUnwanted)> work)
    {
        auto promise = std::make_shared<QPromise<T>>();
        promise->start();
        auto future = promise->future();
        thread_.add([this, promise, work = std::move(work)] {
            const IsUnwanted isUnwanted = [this, &promise] { return isEnding_ || promise->isCanceled(); };
            if (!isUnwanted())
                work([&promise](const T &figure) { promise->addResult(figure); }, isUnwanted);
            promise->finish();
        });
        return future;
    }

private:
    std::atomic<bool> isEnding_ = false;
    WorkerThreads thread_{1}; ///< last: it ends before what it looks at
};

} // namespace backspool::engine
