#pragma once
/// Kinds of fields that several messages share (docs/protocol.md, "Fields"): how each is written, and read from a
/// hostile peer. Private to the messages.
#include "core/bytes.h"
#include "core/clock.h"
#include "format/block.h"
#include "format/point_record.h"

#include <QString>

#include <map>
#include <vector>

namespace backspool::protocol::fields {

constexpr qsizetype kMaxText = 4'096;

inline std::unexpected<Error> damaged(const QString &text)
{
    return fail(ErrorKind::Damaged, text);
}

/// Longer text is cut after the last whole character within the limit.
void writeText(ByteWriter &writer, const QString &text);
Result<QString> readText(ByteReader &reader);

void writeTime(ByteWriter &writer, WallTime time);
Result<WallTime> readTime(ByteReader &reader);

/// A varint count of items of at least @p itemSize bytes each: refused when over @p limit or when the bytes that are
/// left cannot hold so many, so that memory for the items can be had before they are read.
Result<size_t> readCount(ByteReader &reader, size_t limit, qsizetype itemSize);

/// Flags of one byte; a bit outside @p known is refused.
Result<uint8_t> readFlags(ByteReader &reader, uint8_t known);

/// Count, then a bit each, the first in the lowest bit; bits that are left over are zero.
void writeBits(ByteWriter &writer, const std::vector<bool> &bits);
Result<std::vector<bool>> readBits(ByteReader &reader, size_t limit);

void writeNames(ByteWriter &writer, const std::vector<ObjectName> &names);
Result<std::vector<ObjectName>> readNames(ByteReader &reader, size_t limit);

void writeByteStrings(ByteWriter &writer, const std::vector<QByteArray> &strings);
Result<std::vector<QByteArray>> readByteStrings(ByteReader &reader, size_t limit, uint64_t sizeLimit);

/// Owners' numbers and names, by rising number.
void writeOwners(ByteWriter &writer, const std::map<uint32_t, QByteArray> &owners);
Result<std::map<uint32_t, QByteArray>> readOwners(ByteReader &reader, size_t limit, uint64_t sizeLimit);

void writeStatistics(ByteWriter &writer, const format::PointStatistics &statistics);
Result<format::PointStatistics> readStatistics(ByteReader &reader);

/// Bytes that writeBlock() will append, or some more.
qsizetype blockSizeBound(const format::PackedBlock &block);
void writeBlock(ByteWriter &writer, const format::PackedBlock &block);
/// A block of chunks or of tree objects, its table checked against its kind and its payload's size against the raw
/// size; the payload is not expanded.
Result<format::PackedBlock> readBlock(ByteReader &reader);

} // namespace backspool::protocol::fields
