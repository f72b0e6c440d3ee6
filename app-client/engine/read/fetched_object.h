#pragma once
/// An object that came from the service and is what its name says.
#include "format/block.h"

#include <memory>

namespace backspool::engine {

/// A cheap copy keeps the block that the object came in, and its share of the fetcher's budget, until the last is gone.
class FetchedObject
{
public:
    /// @p held: what is let go with the last copy.
    FetchedObject(std::shared_ptr<const format::UnpackedBlock> block, size_t slot, std::shared_ptr<void> held)
        : block_(std::move(block)), slot_(slot), held_(std::move(held))
    {
    }

    format::ObjectKind kind() const { return block_->kind(slot_); }
    /// Valid as long as a copy of this.
    QByteArrayView bytes() const { return block_->object(slot_); }
    QByteArray copy() const { return block_->objectCopy(slot_); }

private:
    std::shared_ptr<const format::UnpackedBlock> block_;
    size_t slot_;
    std::shared_ptr<void> held_;
};

} // namespace backspool::engine
