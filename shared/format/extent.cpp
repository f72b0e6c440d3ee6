#include "format/extent.h"

#include "core/units.h"
#include "format/object.h"

#include <limits>

namespace backspool::format {

namespace {

enum ExtentType : uint8_t { ChunkPart = 0, Hole = 1 };

std::unexpected<Error> damaged(QString text)
{
    return fail(ErrorKind::Damaged, std::move(text));
}

} // namespace

void Extent::encode(ByteWriter &writer) const
{
    writer.u8(isHole() ? Hole : ChunkPart).varint(length);
    if (!isHole())
        writer.name(chunk).varint(offset);
}

QByteArray Extent::encode() const
{
    ByteWriter writer;
    writer.reserve(ObjectName::kSize + 12);
    encode(writer);
    return writer.take();
}

Result<Extent> Extent::decode(QByteArrayView item)
{
    ByteReader reader(item, "extent");
    Extent extent;
    const auto type = TRY(reader.u8());
    if (type > Hole)
        return damaged(QStringLiteral("the extent is of a type that does not exist"));
    extent.length = TRY(reader.varint(uint64_t(std::numeric_limits<int64_t>::max())));
    if (extent.length == 0)
        return damaged(QStringLiteral("the extent is empty"));
    if (type == ChunkPart) {
        extent.chunk = TRY(reader.name());
        extent.offset = TRY(reader.varint(uint64_t(kMaxBlockSize)));
        if (extent.isHole() || extent.length > uint64_t(kMaxBlockSize) - extent.offset)
            return damaged(QStringLiteral("the extent is a part of a chunk that cannot be"));
    }
    TRY(reader.atEnd());
    return extent;
}

} // namespace backspool::format
