#pragma once
/// Gets objects by name, many at a time (docs/protocol.md, "Reading").
///
/// Who wants an object asks for it and goes on; the fetcher gathers what is asked into requests by itself, keeps some
/// of them on the way, unpacks each block once, digests each object against its name and hands it out from its threads.
/// Every object is asked for with the parent that names it: the service gives nothing else.
///
/// Three lanes: nodes are fetched from the newest asked (a walk goes deep before it goes wide, so that few folders are
/// open at a time). Content comes in the order in which it was asked, with a bound on the bytes that were asked of the
/// service and not let go yet; while much of it waits, no further nodes are fetched. Version records are fetched ahead,
/// and their chunks take the record's place among the content: a backup stored neighbours side by side, and asked for
/// in that order each stored block comes once.
#include "core/units.h"
#include "read/fetched_object.h"
#include "read/point_service.h"
#include "read/verifier.h"
#include "read/worker_threads.h"

#include <algorithm>
#include <array>
#include <deque>
#include <list>
#include <mutex>
#include <vector>

namespace backspool::engine {

struct FetchOptions
{
    int threads = 2;           ///< that unpack, digest and run the callbacks
    ByteCount budget = 44_MiB; ///< bytes of content on the way or in somebody's hands
    /// Expected bytes at which a request is full. A stored block that two requests share may come twice: they are of
    /// several blocks.
    ByteCount requestSize = 22_MiB;
};

/// What is asked for.
struct ObjectWant
{
    /// The node or version record that names it, and was fetched over the same connection; null for the roots of a
    /// point.
    ObjectName parent;
    ObjectName name;
    format::ObjectKind kind = format::ObjectKind::Chunk;
    ByteCount size = 0; ///< as far as the caller knows; 0: does not
    /// A chunk that the caller digests as a part of a version, and holds to the version's signature: it is not digested
    /// here as well.
    bool isPartOfVersion = false;
};

/// Thread-safe.
class ObjectFetcher
{
public:
    /// Called once, in a thread of the fetcher; may take its time, but must not wait for another object.
    using OnObject = std::function<void(Result<FetchedObject> object)>;
    using Asks = std::vector<std::pair<ObjectWant, OnObject>>;
    /// As OnObject, for a record: what is to be fetched in its place.
    using OnRecord = std::function<Asks(Result<FetchedObject> record)>;

    /// The service outlives the fetcher.
    ObjectFetcher(PointService &service, const Verifier &verifier, const FetchOptions &options = {});
    /// Waits for what is on the way; what still waits is answered with Cancelled.
    ~ObjectFetcher();
    ObjectFetcher(const ObjectFetcher &) = delete;
    ObjectFetcher &operator=(const ObjectFetcher &) = delete;

    /// Does not block. Errors that the callback gets: NotFound, Damaged (missing or damaged in the store, or not what
    /// its name says), Denied, why the connection ended, Cancelled.
    void ask(const ObjectWant &want, OnObject onObject);
    /// As many asks, in as few requests: nothing is sent before all are gathered.
    void askAll(Asks wants);
    /// Does not block. Fetches the version record @p record ahead, then what @p onRecord asks for in its place.
    void askForParts(const ObjectWant &record, OnRecord onRecord);
    /// Waits. Not in a callback.
    Result<FetchedObject> get(const ObjectWant &want);
    std::vector<Result<FetchedObject>> getAll(const std::vector<ObjectWant> &wants);

    /// Answers all that waits, and all that is asked from now on, with @p reason.
    void cancel(const Error &reason);
    /// The threads that the callbacks run in.
    WorkerThreads &threads() { return threads_; }

private:
    struct Asked
    {
        ObjectWant want;
        std::vector<OnObject> onObject; ///< more than one: asked several times; none: a place
        /// Stands where the parts of a version will, whose record is on its way.
        bool isPlace() const { return onObject.empty(); }
    };
    using Place = std::list<Asked>::iterator;
    struct Request;
    enum class Lane : uint8_t { Nodes, Records, Content };

    void gather(const ObjectWant &want, OnObject onObject, Place place);
    void fill(Place place, Asks parts);
    void answerCancelled(OnObject onObject);
    void sendMore();
    std::shared_ptr<Request> nextRequest();
    std::shared_ptr<Request> takeNodes();
    std::shared_ptr<Request> takeRecords();
    std::shared_ptr<Request> takeContent();
    bool isContentWorthAsking() const;
    bool isIdle() const
    {
        return std::ranges::all_of(onTheWay_, [](int requests) { return requests == 0; });
    }
    int &onTheWay(Lane lane) { return onTheWay_[size_t(lane)]; }
    void send(const std::shared_ptr<Request> &request);
    void received(const std::shared_ptr<Request> &request, Result<QByteArray> payload, bool isLast);
    void process(const std::shared_ptr<Request> &request, const Result<QByteArray> &payload, bool isLast);
    Status unpack(const std::shared_ptr<Request> &request, const QByteArray &payload);
    Status check(const ObjectWant &want, const format::UnpackedBlock &block, size_t slot) const;
    void refused(const std::shared_ptr<Request> &request, const Error &error);
    void finish(const std::shared_ptr<Request> &request, const Error &missing);
    void letGo(ByteCount bytes);

    PointService &service_;
    const Verifier verifier_;
    const FetchOptions options_;

    std::mutex mutex_; ///< guards what follows
    std::condition_variable idle_;
    std::vector<Asked> nodes_;
    std::deque<Asked> records_;
    std::list<Asked> content_;
    ByteCount contentWaiting_ = 0;     ///< expected bytes in content_
    ByteCount contentHeld_ = 0;        ///< expected bytes of requests on the way or in somebody's hands
    std::array<int, 3> onTheWay_ = {}; ///< requests whose answer is not all processed, by lane
    std::optional<Error> cancelled_;
    WorkerThreads threads_; ///< last: they end before what they work on
};

} // namespace backspool::engine
