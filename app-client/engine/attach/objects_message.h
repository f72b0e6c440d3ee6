#pragma once
/// The messages that answer one GetObjects, made of objects as they come: each object as a part of a block of its own
/// kind, in no order. Never a stored block, which holds other people's objects too.
#include "protocol/objects_packer.h"
#include "read/point_service.h"

namespace backspool::engine {

/// Not thread-safe.
class ObjectsMessage
{
public:
    explicit ObjectsMessage(PointService::OnObjects send) : send_(std::move(send)) {}

    /// The object @p index of the request. REQUIRES: it fits a block.
    void add(uint32_t index, format::ObjectKind kind, QByteArrayView bytes);
    void addFailure(uint32_t index, const Error &error);
    /// The last message; nothing after that.
    void finish() { send(true); }

private:
    void sendWhenFull();
    void send(bool isLast);

    const PointService::OnObjects send_;
    protocol::ObjectsPacker packer_{[](format::PackedBlock block) { return block; }};
};

} // namespace backspool::engine
