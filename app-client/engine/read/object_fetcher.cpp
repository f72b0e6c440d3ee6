#include "read/object_fetcher.h"

#include "codec/compress.h"
#include "protocol/backup_messages.h"

#include <unordered_map>

namespace backspool::engine {

namespace {

/// Small enough that a walk has its next folders soon, large enough that a round trip serves many.
constexpr size_t kNodesInRequest = 64;
constexpr int kNodeRequests = 4;
constexpr size_t kObjectsInRequest = 1'024;
/// While so much content waits to be asked for, nodes that would add more are not fetched.
constexpr size_t kMaxContentWaiting = 8'192;
/// Objects whose size is not known: nodes have 8 to 64 KiB, version records less.
constexpr ByteCount kUsualSize = 16_KiB;
/// A stored block comes whole when a quarter of it is wanted; the service answers with no more than that.
constexpr ByteCount kMostTimesExpected = 4;
constexpr ByteCount kExpectedSlack = 16_MiB;

constexpr int kCallbackPriority = 1;

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

/// One GetObjects and what has come of it.
struct ObjectFetcher::Request
{
    Request(ObjectFetcher &of, Lane in) : fetcher(of), lane(in) {}

    /// The budget's share; goes with the last object of the request.
    struct Hold
    {
        Hold(ObjectFetcher &of, ByteCount size) : fetcher(of), bytes(size) {}
        Hold(const Hold &) = delete;
        Hold &operator=(const Hold &) = delete;
        ~Hold() { fetcher.letGo(bytes); }
        ObjectFetcher &fetcher;
        ByteCount bytes;
    };

    /// The objects in the order of the message: grouped by parent.
    protocol::GetObjects message();
    std::vector<OnObject> take(size_t index);

    ObjectFetcher &fetcher;
    const Lane lane;
    ByteCount expected = 0;
    std::shared_ptr<Hold> hold; ///< content only

    std::mutex mutex; ///< guards what follows
    std::vector<Asked> asked;
    ByteCount received = 0;
    int unprocessed = 0; ///< messages
    bool isLastThere = false;
};

protocol::GetObjects ObjectFetcher::Request::message()
{
    protocol::GetObjects message;
    std::unordered_map<ObjectName, size_t> groups;
    std::vector<std::vector<size_t>> members;
    for (size_t i = 0; i < asked.size(); ++i) {
        const auto [at, isNew] = groups.try_emplace(asked[i].want.parent, message.groups.size());
        if (isNew) {
            message.groups.push_back({asked[i].want.parent, {}});
            members.emplace_back();
        }
        message.groups[at->second].names.push_back(asked[i].want.name);
        members[at->second].push_back(i);
    }
    std::vector<Asked> ordered;
    ordered.reserve(asked.size());
    for (const auto &group : members) {
        for (const size_t i : group)
            ordered.push_back(std::move(asked[i]));
    }
    asked = std::move(ordered);
    return message;
}

/// Who waits for the object; nobody when it was answered already.
std::vector<ObjectFetcher::OnObject> ObjectFetcher::Request::take(size_t index)
{
    const std::lock_guard lock(mutex);
    return std::exchange(asked[index].onObject, {});
}

ObjectFetcher::ObjectFetcher(PointService &service, const codec::Digester &digester, const FetchOptions &options)
    : service_(service), digester_(digester), options_(options)
{
    pool_.setMaxThreadCount(options.threads);
}

ObjectFetcher::~ObjectFetcher()
{
    cancel(cancelledError());
    {
        std::unique_lock lock(mutex_);
        idle_.wait(lock, [this] { return nodesOnTheWay_ == 0 && contentOnTheWay_ == 0; });
    }
    pool_.waitForDone();
}

void ObjectFetcher::ask(const ObjectWant &want, OnObject onObject)
{
    {
        const std::lock_guard lock(mutex_);
        if (cancelled_) {
            pool_.start([onObject = std::move(onObject), error = *cancelled_] { onObject(fail(error)); },
                        kCallbackPriority);
            return;
        }
        Asked asked{want, {}};
        asked.onObject.push_back(std::move(onObject));
        if (want.kind == format::ObjectKind::Node) {
            nodes_.push_back(std::move(asked));
        } else {
            contentWaiting_ += expectedSize(want);
            content_.push_back(std::move(asked));
        }
    }
    sendMore();
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
    for (size_t i = 0; i < wants.size(); ++i) {
        ask(wants[i], [waiting, i](Result<FetchedObject> object) {
            const std::lock_guard lock(waiting->mutex);
            waiting->objects[i] = std::move(object);
            if (--waiting->missing == 0)
                waiting->came.notify_one();
        });
    }
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
        for (auto &asked : content_)
            unanswered.push_back(std::move(asked));
        content_.clear();
        contentWaiting_ = 0;
    }
    for (auto &asked : unanswered) {
        pool_.start(
            [callbacks = std::move(asked.onObject), reason] {
                for (const auto &onObject : callbacks)
                    onObject(fail(reason));
            },
            kCallbackPriority);
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
    const bool wantsNodes = nodesOnTheWay_ < kNodeRequests && !nodes_.empty() && content_.size() < kMaxContentWaiting;
    if (wantsNodes)
        return takeNodes();
    // While two requests are on the way, a small one may wait for company.
    const bool isWorthIt =
        contentOnTheWay_ < 2 || contentWaiting_ >= options_.requestSize / 2 || content_.size() >= kObjectsInRequest / 2;
    if (!content_.empty() && isWorthIt && (contentHeld_ < options_.budget || contentHeld_ == 0))
        return takeContent();
    return nullptr;
}

std::shared_ptr<ObjectFetcher::Request> ObjectFetcher::takeNodes()
{
    auto request = std::make_shared<Request>(*this, Lane::Nodes);
    while (!nodes_.empty() && request->asked.size() < kNodesInRequest) {
        request->expected += expectedSize(nodes_.back().want);
        request->asked.push_back(std::move(nodes_.back()));
        nodes_.pop_back();
    }
    ++nodesOnTheWay_;
    return request;
}

std::shared_ptr<ObjectFetcher::Request> ObjectFetcher::takeContent()
{
    auto request = std::make_shared<Request>(*this, Lane::Content);
    std::unordered_map<ObjectName, size_t> known;
    while (!content_.empty() && request->expected < options_.requestSize && request->asked.size() < kObjectsInRequest) {
        Asked asked = std::move(content_.front());
        content_.pop_front();
        const auto size = expectedSize(asked.want);
        contentWaiting_ -= size;
        const auto [at, isNew] = known.try_emplace(asked.want.name, request->asked.size());
        if (isNew) {
            request->expected += size;
            request->asked.push_back(std::move(asked));
        } else {
            request->asked[at->second].onObject.push_back(std::move(asked.onObject.front()));
        }
    }
    request->hold = std::make_shared<Request::Hold>(*this, request->expected);
    contentHeld_ += request->expected;
    ++contentOnTheWay_;
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

void ObjectFetcher::received(const std::shared_ptr<Request> &request, Result<QByteArray> payload, bool isLast)
{
    {
        const std::lock_guard lock(request->mutex);
        ++request->unprocessed;
        request->isLastThere = request->isLastThere || isLast;
    }
    pool_.start([this, request, payload = std::move(payload), isLast] { process(request, payload, isLast); },
                kCallbackPriority);
}

void ObjectFetcher::process(const std::shared_ptr<Request> &request, const Result<QByteArray> &payload, bool isLast)
{
    Error missing(ErrorKind::Invalid, QStringLiteral("the service did not say what became of an object"));
    if (!payload) {
        missing = payload.error();
        if (isLast)
            refused(request, missing);
    } else if (const auto unpacked = unpack(request, *payload); !unpacked) {
        missing = unpacked.error();
    }
    bool isDone = false;
    {
        const std::lock_guard lock(request->mutex);
        isDone = --request->unprocessed == 0 && request->isLastThere;
    }
    if (isDone)
        finish(request, missing);
}

Status ObjectFetcher::unpack(const std::shared_ptr<Request> &request, const QByteArray &payload)
{
    {
        const std::lock_guard lock(request->mutex);
        request->received += payload.size();
        if (request->received > request->expected * kMostTimesExpected + kExpectedSlack)
            return fail(ErrorKind::Invalid, QStringLiteral("the service sent far more than it was asked for"));
    }
    // A context of zstd has a few hundred KiB: one for each thread.
    static thread_local codec::Decompressor decompressor;
    auto message = TRY(protocol::Objects::decode(payload));
    for (const auto &failure : message.failures) {
        if (failure.index >= request->asked.size())
            return fail(ErrorKind::Invalid, QStringLiteral("the service spoke of an object that was not asked for"));
        for (const auto &onObject : request->take(failure.index))
            onObject(fail(failure.kind, failure.text));
    }
    std::ranges::stable_sort(message.places, {}, &protocol::Objects::Place::block);
    for (size_t i = 0; i < message.places.size();) {
        const uint16_t number = message.places[i].block;
        auto unpacked = format::unpackBlock(message.blocks[number], decompressor);
        message.blocks[number] = {};
        const auto block = unpacked ? std::make_shared<const format::UnpackedBlock>(*std::move(unpacked)) : nullptr;
        for (; i < message.places.size() && message.places[i].block == number; ++i) {
            const auto &place = message.places[i];
            if (place.index >= request->asked.size())
                return fail(ErrorKind::Invalid, QStringLiteral("the service sent an object that was not asked for"));
            const auto callbacks = request->take(place.index);
            if (callbacks.empty())
                continue;
            auto checked =
                block ? check(request->asked[place.index].want, *block, place.slot) : Status(fail(unpacked.error()));
            for (const auto &onObject : callbacks) {
                if (checked)
                    onObject(FetchedObject(block, place.slot, request->hold));
                else
                    onObject(fail(checked.error()));
            }
        }
    }
    return {};
}

/// A version record cannot be digested by itself: its reader holds the content to the signature.
Status ObjectFetcher::check(const ObjectWant &want, const format::UnpackedBlock &block, size_t slot) const
{
    if (block.kind(slot) != want.kind)
        return fail(ErrorKind::Damaged, QStringLiteral("an object is of another kind than what names it says"));
    const bool isRight = want.kind == format::ObjectKind::Chunk  ? digester_.chunk(block.object(slot)) == want.name
                         : want.kind == format::ObjectKind::Node ? digester_.node(block.object(slot)) == want.name
                                                                 : true;
    if (!isRight)
        return fail(ErrorKind::Damaged, QStringLiteral("what came is not what its digest says: it is damaged"));
    return {};
}

/// The service refused the request as a whole. Where one of several parents is the reason, the others' objects are
/// still to be had: it is asked again in halves.
void ObjectFetcher::refused(const std::shared_ptr<Request> &request, const Error &error)
{
    const bool isAboutObjects = error.kind() == ErrorKind::Denied || error.kind() == ErrorKind::NotFound ||
                                error.kind() == ErrorKind::Damaged || error.kind() == ErrorKind::Io;
    std::vector<Asked> rest;
    {
        const std::lock_guard lock(request->mutex);
        const auto &asked = request->asked;
        const bool hasParents =
            !asked.empty() && asked.front().want.parent != asked.back().want.parent; // they are grouped
        if (!isAboutObjects || request->received > 0 || !hasParents)
            return;
        for (auto &one : request->asked)
            rest.push_back({one.want, std::exchange(one.onObject, {})});
    }
    // Between two parents, the nearest to the middle.
    const size_t middle = rest.size() / 2;
    size_t cut = middle;
    while (cut < rest.size() && rest[cut].want.parent == rest[cut - 1].want.parent)
        ++cut;
    if (cut == rest.size()) {
        cut = middle;
        while (rest[cut].want.parent == rest[cut - 1].want.parent)
            --cut;
    }
    std::array<std::shared_ptr<Request>, 2> halves;
    for (auto &half : halves) {
        half = std::make_shared<Request>(*this, request->lane);
        half->expected = request->expected;
        half->hold = request->hold;
    }
    for (size_t i = 0; i < rest.size(); ++i)
        halves[i < cut ? 0 : 1]->asked.push_back(std::move(rest[i]));
    {
        const std::lock_guard lock(mutex_);
        (request->lane == Lane::Nodes ? nodesOnTheWay_ : contentOnTheWay_) += 2;
    }
    for (const auto &half : halves)
        send(half);
}

/// All messages are processed: what was not answered is answered with @p missing.
void ObjectFetcher::finish(const std::shared_ptr<Request> &request, const Error &missing)
{
    for (size_t i = 0; i < request->asked.size(); ++i) {
        for (const auto &onObject : request->take(i))
            onObject(fail(missing));
    }
    request->hold.reset();
    {
        const std::lock_guard lock(mutex_);
        --(request->lane == Lane::Nodes ? nodesOnTheWay_ : contentOnTheWay_);
        if (nodesOnTheWay_ == 0 && contentOnTheWay_ == 0)
            idle_.notify_all();
    }
    sendMore(); // a destructor that waits has emptied the lanes, and then waits for this thread
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
