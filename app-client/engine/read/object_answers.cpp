/// What the fetcher does with what comes: unpacked, digested, handed out.
#include "codec/compress.h"
#include "read/fetch_request.h"

namespace backspool::engine {

namespace {
/// A stored block comes whole when a quarter of it is wanted; the service answers with no more than that.
constexpr ByteCount kMostTimesExpected = 4;
constexpr ByteCount kExpectedSlack = 16_MiB;
} // namespace

void ObjectFetcher::received(const std::shared_ptr<Request> &request, Result<QByteArray> payload, bool isLast)
{
    {
        const std::lock_guard lock(request->mutex);
        ++request->unprocessed;
        request->isLastThere = request->isLastThere || isLast;
    }
    auto task = [this, request, payload = std::move(payload), isLast] { process(request, payload, isLast); };
    // While files are being written, the walk goes on: what it finds makes the next requests large.
    if (request->lane == Lane::Content)
        threads_.add(std::move(task));
    else
        threads_.addUrgent(std::move(task));
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

/// A version record cannot be digested by itself, and a part of a version need not: the reader holds the content to the
/// signature.
Status ObjectFetcher::check(const ObjectWant &want, const format::UnpackedBlock &block, size_t slot) const
{
    if (block.kind(slot) != want.kind)
        return fail(ErrorKind::Damaged, QStringLiteral("an object is of another kind than what names it says"));
    const auto *digester = verifier_.digester();
    if (!digester)
        return {};
    const bool isRight = want.kind == format::ObjectKind::Node ? digester->node(block.object(slot)) == want.name
                         : want.kind == format::ObjectKind::Chunk && !want.isPartOfVersion
                             ? digester->chunk(block.object(slot)) == want.name
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
        onTheWay(request->lane) += 2;
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
        --onTheWay(request->lane);
        if (isIdle())
            idle_.notify_all();
    }
    sendMore(); // a destructor that waits has emptied the lanes, and then waits for this thread
}

} // namespace backspool::engine
