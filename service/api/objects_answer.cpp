#include "api/objects_answer.h"

#include <unordered_map>

namespace backspool::api {

namespace {

/// A frame is closed when it has so much: with one more block it stays below what a frame may have.
constexpr ByteCount kFrameSize = 4_MiB;
/// Below the limit of the protocol, with room for what is packed anew at the end.
constexpr size_t kMostBlocks = 2'000;
/// Of a failure's text: there may be thousands in a frame.
constexpr qsizetype kMostText = 300;
/// Blocks packed anew are of this size: large enough to compress, small enough to fit a frame beside others.
constexpr ByteCount kPackedSize = 1_MiB;
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

format::BlockKind blockKindOf(format::ObjectKind kind)
{
    return kind == format::ObjectKind::Chunk ? format::BlockKind::Chunks : format::BlockKind::Tree;
}

} // namespace

/// A message being filled.
class ObjectsAnswer::Frame
{
public:
    bool isFull() const { return size_ >= kFrameSize || message_.blocks.size() >= kMostBlocks; }

    void addWhole(format::PackedBlock block, const std::vector<std::pair<uint32_t, uint16_t>> &objects)
    {
        const auto number = uint16_t(message_.blocks.size());
        size_ += block.payload.size();
        message_.blocks.push_back(std::move(block));
        for (const auto &[index, slot] : objects)
            message_.places.push_back({index, number, slot});
    }

    void addObject(uint32_t index, format::ObjectKind kind, QByteArrayView bytes)
    {
        auto &packing = packings_[size_t(blockKindOf(kind) == format::BlockKind::Tree)];
        if (!packing.packer.isEmpty() && packing.packer.rawSize() + bytes.size() > kPackedSize)
            flush(packing);
        packing.objects.emplace_back(index, uint16_t(packing.packer.objectCount()));
        packing.packer.add(kind, bytes);
        if (packing.packer.rawSize() >= kPackedSize || packing.packer.objectCount() == format::kMaxObjectsInBlock)
            flush(packing);
    }

    void addFailure(uint32_t index, const Error &error)
    {
        message_.failures.push_back({index, error.kind(), error.text().left(kMostText)});
    }

    protocol::Objects take()
    {
        for (auto &packing : packings_) {
            if (!packing.packer.isEmpty())
                flush(packing);
        }
        return std::move(message_);
    }

private:
    struct Packing
    {
        format::BlockPacker packer;
        std::vector<std::pair<uint32_t, uint16_t>> objects;
    };

    void flush(Packing &packing)
    {
        static thread_local codec::Compressor compressor(kFastLevel);
        addWhole(format::compressBlock(packing.packer.take(), compressor), std::exchange(packing.objects, {}));
    }

    protocol::Objects message_;
    ByteCount size_ = 0;
    std::array<Packing, 2> packings_ = {Packing{format::BlockPacker(format::BlockKind::Chunks), {}},
                                        Packing{format::BlockPacker(format::BlockKind::Tree), {}}};
};

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
    Frame frame;
    for (const uint32_t index : std::exchange(missing_, {}))
        frame.addFailure(index, {ErrorKind::NotFound, QStringLiteral("It is missing from the store.")});
    while (!blocks_.empty() && !frame.isFull()) {
        addBlock(blocks_.front(), frame);
        blocks_.pop_front();
    }
    isAtEnd_ = blocks_.empty();
    auto message = frame.take();
    message.last = isAtEnd_;
    return message;
}

void ObjectsAnswer::addBlock(const Wanted &wanted, Frame &frame)
{
    if (store_->clientOf(wanted.location.container) == client_ && addWhole(wanted, frame))
        return;
    addSingly(wanted, frame);
}

bool ObjectsAnswer::addWhole(const Wanted &wanted, Frame &frame)
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
    frame.addWhole(std::move(stored->block), wanted.objects);
    return true;
}

void ObjectsAnswer::addSingly(const Wanted &wanted, Frame &frame)
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
