#include "api/objects_answer.h"

#include <unordered_map>

namespace backspool::api {

namespace {

/// A frame is closed when it has so much: with one more block it stays below what a frame may have.
constexpr ByteCount kFrameSize = 4_MiB;
/// Below the limit of the protocol, with room for what is packed anew at the end.
constexpr size_t kMostBlocks = 2'000;
/// A stored block is sent as it is when at least one byte in so many of it is wanted.
constexpr ByteCount kWholeWhenWanted = 4;
constexpr int kFastLevel = 1; // it is read once, and soon

struct BlockId
{
    ContainerId container;
    uint32_t offset = 0;
    bool operator==(const BlockId &) const = default;
};

struct HashBlock
{
    size_t operator()(const BlockId &id) const
    {
        return std::hash<uint64_t>{}(uint64_t(id.container.value) << 32 | id.offset);
    }
};

format::PackedBlock compressed(format::PackedBlock block)
{
    static thread_local codec::Compressor compressor(kFastLevel);
    return format::compressBlock(std::move(block), compressor);
}

bool isFull(const protocol::ObjectsPacker &frame)
{
    return frame.size() >= kFrameSize || frame.blockCount() >= kMostBlocks;
}

} // namespace

Result<ObjectsAnswer> ObjectsAnswer::prepare(const store::ObjectStore &store, ClientId client,
                                             std::vector<ObjectName> names)
{
    ObjectsAnswer answer(store, client);
    answer.names_ = std::move(names);
    const auto locations = TRY(store.find(answer.names_));
    std::unordered_map<BlockId, size_t, HashBlock> known;
    for (uint32_t index = 0; index < locations.size(); ++index) {
        const auto &location = locations[index];
        answer.kinds_.push_back(location ? std::optional(location->kind) : std::nullopt);
        if (!location) {
            answer.missing_.push_back(index);
            continue;
        }
        const auto [at, isNew] =
            known.try_emplace({location->container, location->place.blockOffset}, answer.blocks_.size());
        if (isNew)
            answer.blocks_.push_back({*location, {}});
        answer.blocks_[at->second].objects.emplace_back(index, location->place.slot);
    }
    return answer;
}

protocol::Objects ObjectsAnswer::next()
{
    protocol::ObjectsPacker frame(compressed);
    for (const uint32_t index : std::exchange(missing_, {}))
        frame.addFailure(index, {ErrorKind::NotFound, QStringLiteral("It is missing from the store.")});
    while (!blocks_.empty() && !isFull(frame)) {
        addBlock(blocks_.front(), frame);
        blocks_.pop_front();
    }
    isAtEnd_ = blocks_.empty();
    auto message = frame.take();
    message.last = isAtEnd_;
    return message;
}

void ObjectsAnswer::addBlock(const Wanted &wanted, protocol::ObjectsPacker &frame)
{
    if (store_->clientOf(wanted.location.container) == client_ && addWhole(wanted, frame))
        return;
    addSingly(wanted, frame);
}

bool ObjectsAnswer::addWhole(const Wanted &wanted, protocol::ObjectsPacker &frame)
{
    auto stored = store_->readStoredBlock(wanted.location);
    if (!stored)
        return false; // object by object some may be had elsewhere
    ByteCount wantedSize = 0;
    for (const auto &[index, slot] : wanted.objects) {
        if (slot >= stored->block.table.size())
            return false;
        wantedSize += stored->block.table[slot].size;
    }
    if (wantedSize * kWholeWhenWanted < stored->block.rawSize)
        return false;
    frame.addBlock(std::move(stored->block), wanted.objects);
    return true;
}

void ObjectsAnswer::addSingly(const Wanted &wanted, protocol::ObjectsPacker &frame)
{
    const auto block = store_->readObjects(wanted.location);
    for (const auto &[index, slot] : wanted.objects) {
        if (block && slot < block->count()) {
            frame.addObject(index, block->kind(slot), block->object(slot));
            continue;
        }
        // read() knows of twins and mirrors.
        const auto bytes = store_->read(names_[index]);
        if (bytes)
            frame.addObject(index, *kinds_[index], *bytes);
        else
            frame.addFailure(index, bytes.error());
    }
}

} // namespace backspool::api
