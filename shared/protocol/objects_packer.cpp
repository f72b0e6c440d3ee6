#include "protocol/objects_packer.h"

namespace backspool::protocol {

namespace {
/// Large enough to compress, small enough to fit a frame beside others.
constexpr ByteCount kPackedSize = 1_MiB;
constexpr qsizetype kMostText = 300;
} // namespace

void ObjectsPacker::addBlock(format::PackedBlock block, const Slots &objects)
{
    const auto number = uint16_t(message_.blocks.size());
    size_ += block.payload.size();
    message_.blocks.push_back(std::move(block));
    for (const auto &[index, slot] : objects)
        message_.places.push_back({index, number, slot});
}

void ObjectsPacker::addObject(uint32_t index, format::ObjectKind kind, QByteArrayView bytes)
{
    auto &packing = packings_[kind == format::ObjectKind::Chunk ? 0 : 1];
    if (packing.packer.rawSize() + bytes.size() > kPackedSize)
        flush(packing);
    packing.objects.emplace_back(index, uint16_t(packing.packer.objectCount()));
    packing.packer.add(kind, bytes);
    if (packing.packer.rawSize() >= kPackedSize || packing.packer.objectCount() == format::kMaxObjectsInBlock)
        flush(packing);
}

void ObjectsPacker::addFailure(uint32_t index, const Error &error)
{
    message_.failures.push_back({index, error.kind(), error.text().left(kMostText)});
}

ByteCount ObjectsPacker::size() const
{
    ByteCount size = size_;
    for (const auto &packing : packings_)
        size += packing.packer.rawSize();
    return size;
}

Objects ObjectsPacker::take()
{
    for (auto &packing : packings_)
        flush(packing);
    size_ = 0;
    return std::exchange(message_, {});
}

void ObjectsPacker::flush(Packing &packing)
{
    if (!packing.packer.isEmpty())
        addBlock(seal_(packing.packer.take()), std::exchange(packing.objects, {}));
}

} // namespace backspool::protocol
