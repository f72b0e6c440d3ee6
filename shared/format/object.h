#pragma once
/// The kinds of objects and blocks (docs/format.md, "Block").
#include "core/object_name.h"
#include "core/units.h"

#include <cstdint>

namespace backspool::format {

enum class ObjectKind : uint8_t { Chunk = 1, Node = 2, Version = 3, Point = 4, Index = 5, State = 6 };
enum class BlockKind : uint8_t { Chunks = 1, Tree = 2, Point = 3, Index = 4, State = 5 };
enum class Codec : uint8_t { Stored = 0, Zstd = 1 };

constexpr ByteCount kMaxBlockSize = 4_MiB;      ///< raw size of a block
constexpr ByteCount kMaxIndexBlockSize = 8_MiB; ///< raw size of an index block
constexpr uint32_t kMaxObjectsInBlock = 65'535;
/// The seal's tag, and the table at its longest (a kind and a size of 4 bytes for each object).
constexpr ByteCount kMaxSealedOverhead = 16 + 5 * ByteCount(kMaxObjectsInBlock);
constexpr ByteCount kMaxNodeSize = 2_MiB;

/// Whether a block of kind @p block may hold an object of kind @p object.
constexpr bool mayHold(BlockKind block, ObjectKind object)
{
    switch (block) {
    case BlockKind::Chunks:
        return object == ObjectKind::Chunk;
    case BlockKind::Tree:
        return object == ObjectKind::Node || object == ObjectKind::Version;
    case BlockKind::Point:
        return object == ObjectKind::Point;
    case BlockKind::Index:
        return object == ObjectKind::Index;
    case BlockKind::State:
        return object == ObjectKind::State;
    }
    return false;
}

/// The most bytes that the objects of one block of kind @p block may have together.
constexpr ByteCount maxRawSize(BlockKind block)
{
    return block == BlockKind::Index ? kMaxIndexBlockSize : kMaxBlockSize;
}

/// One line of a block's table.
struct ObjectEntry
{
    ObjectKind kind = ObjectKind::Chunk;
    uint32_t size = 0; ///< bytes, at least 1
    bool operator==(const ObjectEntry &) const = default;
};

} // namespace backspool::format
