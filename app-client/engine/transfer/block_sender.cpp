#include "transfer/block_sender.h"

namespace backspool::engine {

namespace {
/// Objects that have at least so much on average are pieces of large files.
constexpr ByteCount kLargeObject = 32_KiB;
} // namespace

BlockSender::BlockSender(protocol::ClientConnection &connection, Failure &failure, Pacer &pacer,
                         const SenderOptions &options, OnSent onSent, OnDurable onDurable)
    : connection_(connection), failure_(failure), pacer_(pacer), options_(options), onSent_(std::move(onSent)),
      onDurable_(std::move(onDurable))
{
    failure_.onSet([this] {
        const std::lock_guard lock(mutex_);
        changed_.notify_all();
    });
    for (int i = 0; i < options_.threads; ++i)
        threads_.emplace_back([this] { run(); });
}

BlockSender::~BlockSender()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    for (auto &thread : threads_)
        thread.join();
}

void BlockSender::add(format::ObjectKind kind, const ObjectName &name, QByteArrayView bytes)
{
    const std::lock_guard lock(mutex_);
    auto &pending = kind == format::ObjectKind::Chunk ? chunks_ : tree_;
    if (!pending.packer.isEmpty() &&
        (pending.packer.rawSize() + bytes.size() > std::max(options_.blockSize, ByteCount(1)) ||
         pending.packer.objectCount() >= format::kMaxObjectsInBlock))
        close(pending);
    pending.packer.add(kind, bytes);
    pending.names.push_back(name);
    if (kind == format::ObjectKind::Version)
        pending.versionNames.push_back(name);
    if (pending.packer.rawSize() >= options_.blockSize)
        close(pending);
}

void BlockSender::close(Pending &pending)
{
    closed_.push_back(
        {pending.packer.take(), std::exchange(pending.names, {}), std::exchange(pending.versionNames, {})});
    changed_.notify_all();
}

void BlockSender::run()
{
    codec::Compressor ofSmallFiles(options_.compressionLevel);
    codec::Compressor ofLargeFiles(options_.compressionLevel, codec::Reach::WholeBlock);
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return stopping_ || !closed_.empty(); });
        if (stopping_)
            return;
        auto next = std::move(closed_.front());
        closed_.pop_front();
        ++working_;
        lock.unlock();
        const ByteCount rawSize = next.block.rawSize;
        const bool isOfLargeFiles = rawSize >= kLargeObject * ByteCount(next.block.table.size());
        auto &compressor = isOfLargeFiles ? ofLargeFiles : ofSmallFiles;
        const auto sent = failure_.isSet() ? failure_.check() : send(std::move(next), compressor);
        if (!sent)
            failure_.set(sent.error());
        onSent_(rawSize);
        lock.lock();
        --working_;
        changed_.notify_all();
    }
}

Status BlockSender::send(Closed closed, codec::Compressor &compressor)
{
    protocol::Data data;
    data.block = format::compressBlock(std::move(closed.block), compressor);
    data.namesCheck = protocol::namesCheck(closed.names);
    data.versionNames = std::move(closed.versionNames);
    const QByteArray payload = data.encode();

    // One at a time from here: the service counts blocks in the order that they come.
    const std::lock_guard order(sendMutex_);
    const auto delay = pacer_.delayFor(payload.size());
    {
        std::unique_lock lock(mutex_);
        if (delay > std::chrono::nanoseconds::zero())
            changed_.wait_for(lock, delay, [this] { return stopping_; });
        while (onTheWay_ > 0 && onTheWay_ + payload.size() > options_.window && !stopping_) {
            lock.unlock();
            TRY(failure_.check());
            lock.lock();
            changed_.wait_for(lock, std::chrono::seconds(1));
        }
        if (stopping_)
            return fail(ErrorKind::Cancelled, QStringLiteral("stopped"));
        unacknowledged_.push_back({payload.size(), std::move(closed.names)});
        onTheWay_ += payload.size();
    }
    return connection_.send(protocol::MessageType::Data, payload);
}

void BlockSender::acknowledged(uint64_t blocks)
{
    std::vector<std::vector<ObjectName>> durable;
    {
        const std::lock_guard lock(mutex_);
        while (acknowledgedBlocks_ < blocks && !unacknowledged_.empty()) {
            onTheWay_ -= unacknowledged_.front().size;
            durable.push_back(std::move(unacknowledged_.front().names));
            unacknowledged_.pop_front();
            ++acknowledgedBlocks_;
        }
        changed_.notify_all();
    }
    for (const auto &names : durable)
        onDurable_(names);
}

Status BlockSender::flush()
{
    std::unique_lock lock(mutex_);
    if (!chunks_.packer.isEmpty())
        close(chunks_);
    if (!tree_.packer.isEmpty())
        close(tree_);
    while (!closed_.empty() || working_ > 0) {
        lock.unlock();
        TRY(failure_.check());
        lock.lock();
        changed_.wait_for(lock, std::chrono::seconds(1));
    }
    lock.unlock();
    return failure_.check();
}

} // namespace backspool::engine
