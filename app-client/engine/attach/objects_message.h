#pragma once
/// The messages that answer one GetObjects, made of objects as they come: each object as a part of a block of its own
/// kind, in no order. Never a stored block, which holds other people's objects too.
#include "format/block.h"
#include "read/point_service.h"

#include <array>

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
    void finish();

private:
    struct Packing
    {
        format::BlockPacker packer;
        std::vector<protocol::Objects::Place> places;
    };
    void take(Packing &packing);
    void sendFull();

    const PointService::OnObjects send_;
    std::array<Packing, 2> packings_ = {Packing{format::BlockPacker(format::BlockKind::Chunks), {}},
                                        Packing{format::BlockPacker(format::BlockKind::Tree), {}}};
    protocol::Objects message_;
};

} // namespace backspool::engine
