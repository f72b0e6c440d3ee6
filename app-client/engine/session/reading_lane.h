#pragma once
/// A thread that reads points, one question after the other, over a connection of its own.
///
/// The connection is made for the first question, and made anew when it was lost. A question that nobody waits for any
/// more is passed over.
#include "read/point_history.h"
#include "read/worker_threads.h"
#include "session/name_index.h"
#include "session/point_session.h"

#include <QFuture>
#include <QPromise>

#include <mutex>

namespace backspool::engine {

/// The points of this computer as they were listed at one time, the newest first.
using PointsSnapshot = std::shared_ptr<const std::vector<protocol::PointSummary>>;

/// What a question is answered with. For the lane's thread.
class Reading
{
public:
    /// @p nodesKept: bytes of nodes that are not asked for again.
    Reading(std::unique_ptr<PointSession> session, ByteCount nodesKept);

    PointSession &session() { return *session_; }
    ObjectFetcher &fetcher() { return fetcher_; }
    NodeReader &nodes() { return nodes_; }
    /// Over the points of @p points.
    PointHistory &history(const PointsSnapshot &points);
    /// Of the points of @p points; as far as it was read over this connection.
    NameIndex &names(const PointsSnapshot &points);

private:
    const std::unique_ptr<PointSession> session_;
    ObjectFetcher fetcher_;
    NodeReader nodes_;
    PointsSnapshot points_;
    std::optional<PointHistory> history_;
    std::optional<NameIndex> names_; ///< of points_
};

/// Lives in the thread that asks.
class ReadingLane
{
public:
    ReadingLane(PointSession::Connect connect, ByteCount nodesKept)
        : connect_(std::move(connect)), nodesKept_(nodesKept)
    {
    }
    /// Ends what is being read; what still waits is never answered (its futures are cancelled).
    ~ReadingLane();

    /// Says whether nobody waits for the answer any more.
    using IsUnwanted = std::function<bool()>;
    template <class T> using Question = std::function<Result<T>(Reading &reading, const IsUnwanted &isUnwanted)>;

    /// The answer of @p question, which runs in the lane's thread; twice, where the connection was lost. Errors: those
    /// of PointSession::Connect and its own.
    template <class T> QFuture<Result<T>> ask(Question<T> question)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        auto future = promise->future();
        thread_.add([this, promise, question = std::move(question)] {
            const IsUnwanted isUnwanted = [this, &promise] { return cancel_.isCancelled() || promise->isCanceled(); };
            if (isUnwanted())
                return;
            promise->addResult(answer<T>(question, isUnwanted));
            promise->finish();
        });
        return future;
    }

private:
    template <class T> Result<T> answer(const Question<T> &question, const IsUnwanted &isUnwanted)
    {
        for (bool isSecond = false;; isSecond = true) {
            const bool wasConnected = isConnected();
            auto *reading = TRY(connected());
            auto result = question(*reading, isUnwanted);
            if (result || isSecond || isUnwanted() || !wasConnected || isConnected())
                return result;
        }
    }
    bool isConnected() const;
    Result<Reading *> connected();

    const PointSession::Connect connect_;
    const ByteCount nodesKept_;
    CancelToken cancel_;
    std::mutex mutex_; ///< guards setting reading_, and the destructor's use of it
    std::unique_ptr<Reading> reading_;
    WorkerThreads thread_{1}; ///< last: it ends before what it works on
};

} // namespace backspool::engine
