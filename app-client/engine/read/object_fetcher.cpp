#include "read/object_fetcher.h"

#include "read/fetch_request.h"

#include <iterator>
#include <map>

namespace backspool::engine {

namespace {

/// Small enough that a walk has its next folders soon, large enough that a round trip serves many.
constexpr size_t kNodesInRequest = 64;
constexpr int kNodeRequests = 4;
constexpr int kRecordRequests = 2;
constexpr size_t kObjectsInRequest = 4'096;
/// While so much content waits to be asked for, nodes that would add more are not fetched.
constexpr size_t kMaxContentWaiting = 16'384;
/// Objects whose size is not known: nodes have 8 to 64 KiB, version records less.
constexpr ByteCount kUsualSize = 16_KiB;

ByteCount expectedSize(const ObjectWant &want)
{
    // What a tree states is bounded before anything is counted by it.
    return want.size > 0 ? std::min(want.size, format::kMaxBlockSize) : kUsualSize;
}

Error cancelledError()
{
    return {ErrorKind::Cancelled, QStringLiteral("stopped on request")};
}

} // namespace

ObjectFetcher::ObjectFetcher(PointService &service, const Verifier &verifier, const FetchOptions &options)
    : service_(service), verifier_(verifier), options_(options), threads_(options.threads)
{
}

ObjectFetcher::~ObjectFetcher()
{
    cancel(cancelledError());
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return isIdle(); });
}

void ObjectFetcher::ask(const ObjectWant &want, OnObject onObject)
{
    {
        const std::lock_guard lock(mutex_);
        gather(want, std::move(onObject), content_.end());
    }
    sendMore();
}

void ObjectFetcher::askAll(Asks wants)
{
    {
        const std::lock_guard lock(mutex_);
        for (auto &[want, onObject] : wants)
            gather(want, std::move(onObject), content_.end());
    }
    sendMore();
}

void ObjectFetcher::askForParts(const ObjectWant &record, OnRecord onRecord)
{
    {
        const std::lock_guard lock(mutex_);
        if (cancelled_) {
            answerCancelled(
                [onRecord = std::move(onRecord)](Result<FetchedObject> object) { onRecord(std::move(object)); });
            return;
        }
        const auto place = content_.insert(content_.end(), Asked{record, {}});
        Asked asked{record, {}};
        asked.onObject.push_back([this, place, onRecord = std::move(onRecord)](Result<FetchedObject> object) {
            fill(place, onRecord(std::move(object)));
        });
        records_.push_back(std::move(asked));
    }
    sendMore();
}

/// What @p parts ask for goes where @p place is, which then is no more.
void ObjectFetcher::fill(Place place, Asks parts)
{
    {
        const std::lock_guard lock(mutex_);
        for (auto &[want, onObject] : parts)
            gather(want, std::move(onObject), place);
        if (!cancelled_) // else it has gone with all the content
            content_.erase(place);
    }
    sendMore();
}

/// REQUIRES: the lock is held, and cancelled_ set.
void ObjectFetcher::answerCancelled(OnObject onObject)
{
    threads_.add([onObject = std::move(onObject), error = *cancelled_] { onObject(fail(error)); });
}

/// Content goes before @p place. REQUIRES: the lock is held.
void ObjectFetcher::gather(const ObjectWant &want, OnObject onObject, Place place)
{
    if (cancelled_)
        return answerCancelled(std::move(onObject));
    Asked asked{want, {}};
    asked.onObject.push_back(std::move(onObject));
    if (want.kind == format::ObjectKind::Node) {
        nodes_.push_back(std::move(asked));
    } else {
        contentWaiting_ += expectedSize(want);
        content_.insert(place, std::move(asked));
    }
}

Result<FetchedObject> ObjectFetcher::get(const ObjectWant &want)
{
    return std::move(getAll({want}).front());
}

std::vector<Result<FetchedObject>> ObjectFetcher::getAll(const std::vector<ObjectWant> &wants)
{
    struct Waiting
    {
        std::mutex mutex;
        std::condition_variable came;
        std::vector<std::optional<Result<FetchedObject>>> objects;
        size_t missing = 0;
    };
    const auto waiting = std::make_shared<Waiting>();
    waiting->objects.resize(wants.size());
    waiting->missing = wants.size();
    Asks asks;
    asks.reserve(wants.size());
    for (size_t i = 0; i < wants.size(); ++i) {
        asks.emplace_back(wants[i], [waiting, i](Result<FetchedObject> object) {
            const std::lock_guard lock(waiting->mutex);
            waiting->objects[i] = std::move(object);
            if (--waiting->missing == 0)
                waiting->came.notify_one();
        });
    }
    askAll(std::move(asks));
    std::unique_lock lock(waiting->mutex);
    waiting->came.wait(lock, [&] { return waiting->missing == 0; });
    std::vector<Result<FetchedObject>> result;
    result.reserve(wants.size());
    for (auto &object : waiting->objects)
        result.push_back(std::move(*object));
    return result;
}

void ObjectFetcher::cancel(const Error &reason)
{
    std::vector<Asked> unanswered;
    {
        const std::lock_guard lock(mutex_);
        if (!cancelled_)
            cancelled_ = reason;
        unanswered = std::exchange(nodes_, {});
        std::ranges::move(std::exchange(records_, {}), std::back_inserter(unanswered));
        std::ranges::move(std::exchange(content_, {}), std::back_inserter(unanswered));
        contentWaiting_ = 0;
    }
    for (auto &asked : unanswered) {
        threads_.add([callbacks = std::move(asked.onObject), reason] {
            for (const auto &onObject : callbacks)
                onObject(fail(reason));
        });
    }
}

void ObjectFetcher::sendMore()
{
    for (;;) {
        const auto request = nextRequest();
        if (!request)
            return;
        send(request);
    }
}

std::shared_ptr<ObjectFetcher::Request> ObjectFetcher::nextRequest()
{
    const std::lock_guard lock(mutex_);
    if (onTheWay(Lane::Nodes) < kNodeRequests && !nodes_.empty() && content_.size() < kMaxContentWaiting)
        return takeNodes();
    if (onTheWay(Lane::Records) < kRecordRequests && !records_.empty())
        return takeRecords();
    return isContentWorthAsking() ? takeContent() : nullptr;
}

/// While two requests are on the way, a small one may wait for company. (What stands behind a place counts too, though
/// it must wait: records come soon.)
bool ObjectFetcher::isContentWorthAsking() const
{
    if (content_.empty() || content_.front().isPlace())
        return false;
    const bool isWorthIt = onTheWay_[size_t(Lane::Content)] < 2 || contentWaiting_ >= options_.requestSize / 2 ||
                           content_.size() >= kObjectsInRequest / 2;
    return isWorthIt && (contentHeld_ < options_.budget || contentHeld_ == 0);
}

std::shared_ptr<ObjectFetcher::Request> ObjectFetcher::takeNodes()
{
    auto request = std::make_shared<Request>(*this, Lane::Nodes);
    while (!nodes_.empty() && request->asked.size() < kNodesInRequest) {
        request->expected += expectedSize(nodes_.back().want);
        request->asked.push_back(std::move(nodes_.back()));
        nodes_.pop_back();
    }
    ++onTheWay(Lane::Nodes);
    return request;
}

std::shared_ptr<ObjectFetcher::Request> ObjectFetcher::takeRecords()
{
    auto request = std::make_shared<Request>(*this, Lane::Records);
    while (!records_.empty() && request->asked.size() < kObjectsInRequest) {
        request->expected += expectedSize(records_.front().want);
        request->asked.push_back(std::move(records_.front()));
        records_.pop_front();
    }
    ++onTheWay(Lane::Records);
    return request;
}

std::shared_ptr<ObjectFetcher::Request> ObjectFetcher::takeContent()
{
    auto request = std::make_shared<Request>(*this, Lane::Content);
    // Where nobody holds a chunk to its name, it may be given as its parent has it: not all of it.
    const bool isByName = verifier_.digester() != nullptr;
    std::map<std::pair<ObjectName, ObjectName>, size_t> known;
    while (!content_.empty() && !content_.front().isPlace() && request->expected < options_.requestSize &&
           request->asked.size() < kObjectsInRequest) {
        Asked asked = std::move(content_.front());
        content_.pop_front();
        const auto size = expectedSize(asked.want);
        contentWaiting_ -= size;
        const auto [at, isNew] =
            known.try_emplace({isByName ? ObjectName() : asked.want.parent, asked.want.name}, request->asked.size());
        if (isNew) {
            request->expected += size;
            request->asked.push_back(std::move(asked));
        } else {
            auto &same = request->asked[at->second];
            same.want.isPartOfVersion = same.want.isPartOfVersion && asked.want.isPartOfVersion;
            same.onObject.push_back(std::move(asked.onObject.front()));
        }
    }
    request->hold = std::make_shared<Request::Hold>(*this, request->expected);
    contentHeld_ += request->expected;
    ++onTheWay(Lane::Content);
    return request;
}

void ObjectFetcher::send(const std::shared_ptr<Request> &request)
{
    const auto message = request->message();
    const auto sent = service_.getObjects(message, [this, request](Result<QByteArray> payload, bool isLast) {
        received(request, std::move(payload), isLast);
    });
    if (!sent)
        received(request, fail(sent.error()), true);
}

void ObjectFetcher::letGo(ByteCount bytes)
{
    {
        const std::lock_guard lock(mutex_);
        contentHeld_ -= bytes;
    }
    sendMore();
}

} // namespace backspool::engine
