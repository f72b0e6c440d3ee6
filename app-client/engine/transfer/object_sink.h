#pragma once
/// Where the differencing puts objects: asks whether the service holds each, and sends those that it does not.
#include "transfer/block_sender.h"
#include "transfer/claim_queue.h"

#include <unordered_set>

namespace backspool::engine {

struct SinkOptions
{
    /// Bytes of objects in the pipeline (asked for, being packed, compressed or sent). Above it submit() blocks.
    ByteCount memory = 24_MiB;
};

/// What became of the objects of one file: lives as long as any of them is on its way; what it does when the last is
/// settled is its owner's matter (see FileOutcome).
class Outcome
{
public:
    virtual ~Outcome() = default;
    /// From any thread.
    virtual void wasMissing() = 0;
};

/// Thread-safe.
class ObjectSink
{
public:
    ObjectSink(ClaimQueue &claims, Failure &failure, const SinkOptions &options);
    /// The sender is made after the sink (it tells the sink what has left). Must be called before submit().
    void setSender(BlockSender &sender) { sender_ = &sender; }

    /// Takes an object over. @p contentSize: for versions the size of the file, else the object's. Objects on their way
    /// already are not taken twice. Blocks while the pipeline is full. Errors: the failure.
    Status submit(format::ObjectKind kind, const ObjectName &name, const QByteArray &bytes, uint64_t contentSize,
                  ClaimQueue::Prover prover = {}, std::shared_ptr<Outcome> outcome = {});
    /// Waits until all that was submitted is held by the service or sent. Errors: the failure.
    Status drain();
    /// For BlockSender::OnSent.
    void left(ByteCount bytes);
    /// For BlockSender::OnDurable.
    void arrived(const std::vector<ObjectName> &names);

private:
    ClaimQueue &claims_;
    Failure &failure_;
    const SinkOptions options_;
    BlockSender *sender_ = nullptr;

    std::mutex mutex_; ///< guards the members below
    std::condition_variable roomier_;
    ByteCount inside_ = 0;
    /// Names that were submitted and that the service is not known to have: it may not find them when the same content
    /// comes again. Later it says itself that it has them; so this does not grow with what is backed up. 8 bytes of the
    /// name each: two names on the way at once that share them are a 2^-64 affair, and then the commit is refused, not
    /// wrong.
    std::unordered_set<uint64_t> onTheWay_;
};

} // namespace backspool::engine
