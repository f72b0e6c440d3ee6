#include "transfer/object_sink.h"

#include "codec/digest.h"

namespace backspool::engine {

namespace {

/// Proves an object that is in memory.
ClaimQueue::Prover proverOf(const QByteArray &bytes)
{
    return [bytes](const protocol::Challenge &challenge) {
        if (!challenge.entry.isEmpty() || !challenge.isAnswerable(uint64_t(bytes.size())))
            return QByteArray();
        return codec::Digester::proof(challenge.nonce,
                                      QByteArrayView(bytes).sliced(qsizetype(challenge.offset), challenge.length));
    };
}

} // namespace

ObjectSink::ObjectSink(ClaimQueue &claims, Failure &failure, const SinkOptions &options)
    : claims_(claims), failure_(failure), options_(options)
{
    failure_.onSet([this] {
        const std::lock_guard lock(mutex_);
        roomier_.notify_all();
    });
}

Status ObjectSink::submit(format::ObjectKind kind, const ObjectName &name, const QByteArray &bytes,
                          uint64_t contentSize, ClaimQueue::Prover prover, std::shared_ptr<Outcome> outcome)
{
    TRY(failure_.check());
    {
        std::unique_lock lock(mutex_);
        if (!onTheWay_.insert(name.prefix()).second)
            return {};
        while (inside_ > 0 && inside_ + bytes.size() > options_.memory) {
            lock.unlock();
            TRY(failure_.check());
            lock.lock();
            if (inside_ > 0 && inside_ + bytes.size() > options_.memory)
                roomier_.wait_for(lock, std::chrono::seconds(1));
        }
        inside_ += bytes.size();
    }
    if (!prover)
        prover = proverOf(bytes);
    claims_.ask({kind, name, contentSize}, std::move(prover),
                [this, kind, name, bytes, outcome = std::move(outcome)](bool isHeld) {
                    if (isHeld) {
                        arrived({name});
                        left(bytes.size());
                        return;
                    }
                    if (outcome)
                        outcome->wasMissing();
                    sender_->add(kind, name, bytes);
                });
    return {};
}

Status ObjectSink::drain()
{
    TRY(claims_.waitUntilIdle());
    return sender_->flush();
}

void ObjectSink::arrived(const std::vector<ObjectName> &names)
{
    const std::lock_guard lock(mutex_);
    for (const auto &name : names)
        onTheWay_.erase(name.prefix());
}

void ObjectSink::left(ByteCount bytes)
{
    const std::lock_guard lock(mutex_);
    inside_ -= bytes;
    roomier_.notify_all();
}

} // namespace backspool::engine
