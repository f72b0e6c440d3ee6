#include "attach/objects_message.h"

namespace backspool::engine {

namespace {
/// Enough that sending costs little beside the bytes; what is held for a slow reader is little more.
constexpr ByteCount kFull = 1_MiB;
/// Of some 60 bytes each.
constexpr size_t kMostFailures = 1'000;
} // namespace

void ObjectsMessage::add(uint32_t index, format::ObjectKind kind, QByteArrayView bytes)
{
    packer_.addObject(index, kind, bytes);
    sendWhenFull();
}

void ObjectsMessage::addFailure(uint32_t index, const Error &error)
{
    packer_.addFailure(index, error);
    sendWhenFull();
}

void ObjectsMessage::sendWhenFull()
{
    if (packer_.size() >= kFull || packer_.failureCount() >= kMostFailures)
        send(false);
}

void ObjectsMessage::send(bool isLast)
{
    auto message = packer_.take();
    message.last = isLast;
    send_(message.encode(), isLast);
}

} // namespace backspool::engine
