#pragma once
/// A run of a version's content: a part of a chunk, or a hole (docs/format.md, "Extent").
#include "core/bytes.h"

namespace backspool::format {

struct Extent
{
    ObjectName chunk;    ///< null: a hole
    uint64_t offset = 0; ///< in the chunk
    uint64_t length = 0; ///< bytes, at least 1

    bool operator==(const Extent &) const = default;
    bool isHole() const { return chunk.isNull(); }

    void encode(ByteWriter &writer) const;
    QByteArray encode() const;
    static Result<Extent> decode(QByteArrayView item);
};

} // namespace backspool::format
