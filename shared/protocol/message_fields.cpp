#include "protocol/message_fields.h"

namespace backspool::protocol::fields {

using format::BlockKind;
using format::Codec;
using format::PackedBlock;
using format::PointStatistics;

void writeText(ByteWriter &writer, const QString &text)
{
    QByteArray utf8 = text.toUtf8();
    if (utf8.size() > kMaxText) {
        qsizetype end = kMaxText;
        while (end > 0 && (uint8_t(utf8[end]) & 0xc0) == 0x80)
            --end;
        utf8.truncate(end);
    }
    writer.sizedBytes(utf8);
}

Result<QString> readText(ByteReader &reader)
{
    const QByteArrayView utf8 = TRY(reader.sizedBytes(uint64_t(kMaxText)));
    if (!utf8.isValidUtf8())
        return damaged(QStringLiteral("a text in the message is not UTF-8"));
    return QString::fromUtf8(utf8);
}

void writeTime(ByteWriter &writer, WallTime time)
{
    writer.u64(uint64_t(time.time_since_epoch().count()));
}

Result<WallTime> readTime(ByteReader &reader)
{
    return WallTime(std::chrono::nanoseconds(int64_t(TRY(reader.u64()))));
}

Result<size_t> readCount(ByteReader &reader, size_t limit, qsizetype itemSize)
{
    const uint64_t count = TRY(reader.varint(limit));
    if (count > uint64_t(reader.remaining() / itemSize))
        return damaged(QStringLiteral("the message announces %1 items and is too short for them").arg(count));
    return size_t(count);
}

Result<uint8_t> readFlags(ByteReader &reader, uint8_t known)
{
    const uint8_t flags = TRY(reader.u8());
    if (flags & ~known)
        return damaged(QStringLiteral("the message has flags that are not known (%1)").arg(flags));
    return flags;
}

void writeBits(ByteWriter &writer, const std::vector<bool> &bits)
{
    writer.varint(bits.size());
    uint8_t byte = 0;
    for (size_t i = 0; i < bits.size(); ++i) {
        byte |= uint8_t(uint8_t(bits[i]) << (i % 8));
        if (i % 8 == 7 || i + 1 == bits.size())
            writer.u8(std::exchange(byte, 0));
    }
}

Result<std::vector<bool>> readBits(ByteReader &reader, size_t limit)
{
    const auto count = size_t(TRY(reader.varint(limit)));
    const QByteArrayView bytes = TRY(reader.bytes(qsizetype((count + 7) / 8)));
    std::vector<bool> bits(count);
    for (size_t i = 0; i < count; ++i)
        bits[i] = (uint8_t(bytes[qsizetype(i / 8)]) >> (i % 8)) & 1;
    if (count % 8 != 0 && uint8_t(bytes.back()) >> (count % 8))
        return damaged(QStringLiteral("the message has bits after the last one"));
    return bits;
}

void writeNames(ByteWriter &writer, const std::vector<ObjectName> &names)
{
    writer.varint(names.size());
    for (const ObjectName &name : names)
        writer.name(name);
}

Result<std::vector<ObjectName>> readNames(ByteReader &reader, size_t limit)
{
    const size_t count = TRY(readCount(reader, limit, ObjectName::kSize));
    std::vector<ObjectName> names;
    names.reserve(count);
    for (size_t i = 0; i < count; ++i)
        names.push_back(TRY(reader.name()));
    return names;
}

void writeByteStrings(ByteWriter &writer, const std::vector<QByteArray> &strings)
{
    writer.varint(strings.size());
    for (const QByteArray &string : strings)
        writer.sizedBytes(string);
}

Result<std::vector<QByteArray>> readByteStrings(ByteReader &reader, size_t limit, uint64_t sizeLimit)
{
    const size_t count = TRY(readCount(reader, limit, 1));
    std::vector<QByteArray> strings;
    strings.reserve(count);
    for (size_t i = 0; i < count; ++i)
        strings.push_back(TRY(reader.sizedBytes(sizeLimit)).toByteArray());
    return strings;
}

void writeOwners(ByteWriter &writer, const std::map<uint32_t, QByteArray> &owners)
{
    writer.varint(owners.size());
    for (const auto &[number, name] : owners)
        writer.varint(number).sizedBytes(name);
}

Result<std::map<uint32_t, QByteArray>> readOwners(ByteReader &reader, size_t limit, uint64_t sizeLimit)
{
    const size_t count = TRY(readCount(reader, limit, 2));
    std::map<uint32_t, QByteArray> owners;
    for (size_t i = 0; i < count; ++i) {
        const auto number = uint32_t(TRY(reader.varint(UINT32_MAX)));
        if (!owners.empty() && number <= owners.rbegin()->first)
            return damaged(QStringLiteral("the owners in the message are not in order"));
        owners.emplace_hint(owners.end(), number, TRY(reader.sizedBytes(sizeLimit)).toByteArray());
    }
    return owners;
}

namespace {
/// In the order of docs/protocol.md, "Statistics".
constexpr uint64_t PointStatistics::*kStatistics[] = {
    &PointStatistics::filesNew,       &PointStatistics::filesModified, &PointStatistics::filesRedundant,
    &PointStatistics::filesUnchanged, &PointStatistics::filesDeleted,  &PointStatistics::filesRenamed,
    &PointStatistics::filesSkipped,   &PointStatistics::files,         &PointStatistics::directories,
    &PointStatistics::bytes,          &PointStatistics::bytesRead,     &PointStatistics::bytesSent,
};
} // namespace

void writeStatistics(ByteWriter &writer, const PointStatistics &statistics)
{
    for (const auto field : kStatistics)
        writer.varint(statistics.*field);
}

Result<PointStatistics> readStatistics(ByteReader &reader)
{
    PointStatistics statistics;
    for (const auto field : kStatistics)
        statistics.*field = TRY(reader.varint());
    return statistics;
}

qsizetype blockSizeBound(const PackedBlock &block)
{
    // Kind, codec and three varints of at most 5 bytes; each entry of the table a kind and a varint of at most 5 bytes.
    return 2 + 3 * 5 + qsizetype(block.table.size()) * 6 + block.payload.size();
}

void writeBlock(ByteWriter &writer, const PackedBlock &block)
{
    writer.u8(uint8_t(block.kind)).u8(uint8_t(block.codec)).varint(block.table.size()).varint(block.rawSize);
    writer.bytes(format::encodeTable(block.table)).sizedBytes(block.payload);
}

Result<PackedBlock> readBlock(ByteReader &reader)
{
    PackedBlock block;
    const uint8_t kind = TRY(reader.u8());
    if (kind != uint8_t(BlockKind::Chunks) && kind != uint8_t(BlockKind::Tree))
        return damaged(QStringLiteral("the message holds a block of a kind that is not sent (%1)").arg(kind));
    block.kind = BlockKind(kind);
    const uint8_t codec = TRY(reader.u8());
    if (codec > uint8_t(Codec::Zstd))
        return damaged(QStringLiteral("the message holds a block of an unknown codec (%1)").arg(codec));
    block.codec = Codec(codec);

    // A kind and a size of at least a byte each.
    const size_t count = TRY(readCount(reader, format::kMaxObjectsInBlock, 2));
    if (count == 0)
        return damaged(QStringLiteral("the message holds a block without objects"));
    block.rawSize = uint32_t(TRY(reader.varint(uint64_t(format::maxRawSize(block.kind)))));
    block.table = TRY(format::decodeTable(reader, uint32_t(count), block.rawSize));
    for (const format::ObjectEntry &entry : block.table) {
        if (!format::mayHold(block.kind, entry.kind))
            return damaged(QStringLiteral("the message holds a block with an object that does not belong there"));
    }
    block.payload = TRY(reader.sizedBytes(block.rawSize)).toByteArray();
    if (block.codec == Codec::Stored && block.payload.size() != qsizetype(block.rawSize))
        return damaged(QStringLiteral("the message holds a block that is not as long as it says"));
    return block;
}

} // namespace backspool::protocol::fields
