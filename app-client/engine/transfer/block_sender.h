#pragma once
/// Packs objects into blocks, compresses and sends them (seed: data transfer module 350).
///
/// add() only copies; two threads compress and send. What was sent and is not acknowledged as durable stays within the
/// window that the service granted.
#include "format/block.h"
#include "protocol/client_connection.h"
#include "transfer/failure.h"
#include "transfer/pacer.h"

#include <condition_variable>
#include <deque>
#include <thread>

namespace backspool::engine {

struct SenderOptions
{
    ByteCount blockSize = 1_MiB; ///< raw size at which a block is closed
    int compressionLevel = 1;
    uint32_t window = 32u << 20; ///< bytes on the way
    int threads = 2;
};

/// Thread-safe.
class BlockSender
{
public:
    /// Told when an object that took @p bytes of the pipeline's memory has left it. Quick, not blocking.
    using OnSent = std::function<void(ByteCount bytes)>;
    /// Told which objects the service has for good. In the thread that calls acknowledged(); quick, not blocking.
    using OnDurable = std::function<void(const std::vector<ObjectName> &names)>;

    BlockSender(protocol::ClientConnection &connection, Failure &failure, Pacer &pacer, const SenderOptions &options,
                OnSent onSent, OnDurable onDurable);
    ~BlockSender();

    /// Takes an object for sending. Does not block.
    void add(format::ObjectKind kind, const ObjectName &name, QByteArrayView bytes);
    /// Sends what is left and waits until all is sent (not: acknowledged). Errors: the failure.
    Status flush();
    /// From the connection's listener.
    void acknowledged(uint64_t blocks);

private:
    struct Pending
    {
        format::BlockPacker packer;
        std::vector<ObjectName> names;
        std::vector<ObjectName> versionNames;
    };
    struct Closed
    {
        format::PackedBlock block;
        std::vector<ObjectName> names;
        std::vector<ObjectName> versionNames;
    };

    struct OnTheWay
    {
        ByteCount size = 0; ///< of the payload
        std::vector<ObjectName> names;
    };

    void close(Pending &pending);
    void run();
    Status send(Closed closed, codec::Compressor &compressor);

    protocol::ClientConnection &connection_;
    Failure &failure_;
    Pacer &pacer_;
    const SenderOptions options_;
    OnSent onSent_;
    OnDurable onDurable_;

    std::mutex mutex_; ///< guards the members below
    std::condition_variable changed_;
    Pending chunks_{format::BlockPacker(format::BlockKind::Chunks), {}, {}};
    Pending tree_{format::BlockPacker(format::BlockKind::Tree), {}, {}};
    std::deque<Closed> closed_;
    int working_ = 0;
    bool stopping_ = false;
    std::deque<OnTheWay> unacknowledged_; ///< oldest first
    ByteCount onTheWay_ = 0;
    uint64_t acknowledgedBlocks_ = 0;
    std::mutex sendMutex_; ///< keeps the order of sending and of unacknowledged_ the same
    std::vector<std::thread> threads_;
};

} // namespace backspool::engine
