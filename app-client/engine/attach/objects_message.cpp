#include "attach/objects_message.h"

namespace backspool::engine {

namespace {

/// Enough that sending costs little beside the bytes; what is held for a slow reader is no more.
constexpr ByteCount kFullBlock = 1_MiB;
/// Of some 60 bytes each.
constexpr size_t kMostFailures = 1'000;
constexpr qsizetype kMostText = 300;

} // namespace

void ObjectsMessage::add(uint32_t index, format::ObjectKind kind, QByteArrayView bytes)
{
    auto &packing = packings_[kind == format::ObjectKind::Chunk ? 0 : 1];
    if (!packing.packer.isEmpty() && packing.packer.rawSize() + bytes.size() > format::kMaxBlockSize) {
        take(packing);
        sendFull();
    }
    packing.places.push_back({index, 0, uint16_t(packing.packer.objectCount())});
    packing.packer.add(kind, bytes);
    if (packing.packer.rawSize() >= kFullBlock || packing.packer.objectCount() == format::kMaxObjectsInBlock) {
        take(packing);
        sendFull();
    }
}

void ObjectsMessage::addFailure(uint32_t index, const Error &error)
{
    message_.failures.push_back({index, error.kind(), error.text().left(kMostText)});
    if (message_.failures.size() >= kMostFailures)
        sendFull();
}

void ObjectsMessage::take(Packing &packing)
{
    for (auto &place : packing.places) {
        place.block = uint16_t(message_.blocks.size());
        message_.places.push_back(place);
    }
    packing.places.clear();
    message_.blocks.push_back(packing.packer.take());
}

void ObjectsMessage::sendFull()
{
    send_(std::exchange(message_, {}).encode(), false);
}

void ObjectsMessage::finish()
{
    for (auto &packing : packings_) {
        if (packing.packer.isEmpty())
            continue;
        take(packing);
        if (&packing != &packings_.back() && packing.packer.isEmpty() && !packings_.back().packer.isEmpty())
            sendFull(); // two full blocks may be more than a message
    }
    message_.last = true;
    send_(std::exchange(message_, {}).encode(), true);
}

} // namespace backspool::engine
