#pragma once
/// What a container says at its end of the objects in it (docs/format.md, "Index blocks").
#include "core/bytes.h"
#include "format/object.h"

#include <QByteArray>

#include <compare>
#include <vector>

namespace backspool::format {

/// Where an object lies.
struct ObjectPlace
{
    uint32_t blockOffset = 0; ///< byte offset of the block's header in the container
    uint16_t slot = 0;
    auto operator<=>(const ObjectPlace &) const = default;
};

/// One object of a container's index.
struct IndexedObject
{
    ObjectName name; ///< null for points and state
    ObjectKind kind = ObjectKind::Chunk;
    uint32_t size = 0;
    ObjectPlace place;
};

/// One block of a container's index.
struct IndexedBlock
{
    uint32_t offset = 0;     ///< of its header
    uint32_t storedSize = 0; ///< header and sealed bytes
    uint32_t counter = 0;
    BlockKind kind = BlockKind::Chunks;
    uint32_t firstObject = 0; ///< index into ContainerIndex::objects
    uint32_t objectCount = 0;
};

/// What a container holds, in the order of its blocks and slots.
struct ContainerIndex
{
    std::vector<IndexedBlock> blocks;
    std::vector<IndexedObject> objects;
};

/// The bytes that the index blocks of a container hold together.
QByteArray encodeIndex(const ContainerIndex &index);
/// The reverse; offsets are counted from the container's header on. Errors: Damaged (structure; a block of impossible
/// size; offsets past 4 GiB).
Result<ContainerIndex> decodeIndex(QByteArrayView bytes);

} // namespace backspool::format
