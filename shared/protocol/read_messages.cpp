#include "protocol/read_messages.h"

#include "protocol/backup_messages.h"
#include "protocol/message_fields.h"

namespace backspool::protocol {

using namespace fields;

namespace {

/// docs/protocol.md, "Limits".
constexpr size_t kMaxPoints = 1'000;
constexpr qsizetype kMaxPointRecord = 4_MiB;
constexpr size_t kMaxBlocksInMessage = 4'096;

void writeSummary(ByteWriter &writer, const PointSummary &point)
{
    writer.u64(point.id.value).u64(point.base.value);
    writeTime(writer, point.started);
    writeTime(writer, point.ended);
    writeText(writer, point.host);
    writeText(writer, point.zone);
    writeStatistics(writer, point.statistics);
    writer.name(point.root).name(point.hints);
}

/// Two numbers, two times, two empty texts, 12 statistics, two names.
constexpr qsizetype kSmallestSummary = 4 * 8 + 2 + 12 + 2 * ObjectName::kSize;

Result<PointSummary> readSummary(ByteReader &reader)
{
    PointSummary point;
    point.id.value = TRY(reader.u64());
    point.base.value = TRY(reader.u64());
    point.started = TRY(readTime(reader));
    point.ended = TRY(readTime(reader));
    point.host = TRY(readText(reader));
    point.zone = TRY(readText(reader));
    point.statistics = TRY(readStatistics(reader));
    point.root = TRY(reader.name());
    point.hints = TRY(reader.name());
    return point;
}

} // namespace

QByteArray ListPoints::encode() const
{
    ByteWriter writer;
    writer.u32(limit).u64(before.value);
    return writer.take();
}

Result<ListPoints> ListPoints::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "request for points");
    ListPoints message;
    message.limit = TRY(reader.u32());
    message.before.value = TRY(reader.u64());
    TRY(reader.atEnd());
    return message;
}

QByteArray Points::encode() const
{
    ByteWriter writer;
    writer.u8(more).varint(points.size());
    for (const PointSummary &point : points)
        writeSummary(writer, point);
    return writer.take();
}

Result<Points> Points::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "list of points");
    Points message;
    message.more = TRY(readFlags(reader, 1));
    const size_t count = TRY(readCount(reader, kMaxPoints, kSmallestSummary));
    message.points.reserve(count);
    for (size_t i = 0; i < count; ++i)
        message.points.push_back(TRY(readSummary(reader)));
    TRY(reader.atEnd());
    return message;
}

QByteArray GetPoint::encode() const
{
    ByteWriter writer;
    writer.u64(point.value);
    return writer.take();
}

Result<GetPoint> GetPoint::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "request for a point");
    GetPoint message;
    message.point.value = TRY(reader.u64());
    TRY(reader.atEnd());
    return message;
}

QByteArray Point::encode() const
{
    return record;
}

Result<Point> Point::decode(QByteArrayView payload)
{
    if (payload.size() > kMaxPointRecord)
        return damaged(QStringLiteral("the point's record is longer than %1 bytes").arg(kMaxPointRecord));
    return Point{payload.toByteArray()};
}

QByteArray GetObjects::encode() const
{
    ByteWriter writer;
    writer.varint(groups.size());
    for (const Group &group : groups) {
        writer.name(group.parent);
        writeNames(writer, group.names);
    }
    return writer.take();
}

Result<GetObjects> GetObjects::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "request for objects");
    GetObjects message;
    const size_t count = TRY(readCount(reader, kMaxNamesInMessage, 2 * ObjectName::kSize + 1));
    message.groups.reserve(count);
    size_t left = kMaxNamesInMessage;
    for (size_t i = 0; i < count; ++i) {
        Group &group = message.groups.emplace_back();
        group.parent = TRY(reader.name());
        group.names = TRY(readNames(reader, left));
        if (group.names.empty())
            return damaged(QStringLiteral("a group of the request for objects names none"));
        left -= group.names.size();
    }
    TRY(reader.atEnd());
    return message;
}

QByteArray Objects::encode() const
{
    qsizetype size = 16 + qsizetype(places.size()) * (5 + 3 + 3);
    for (const format::PackedBlock &block : blocks)
        size += blockSizeBound(block);

    ByteWriter writer;
    writer.reserve(size);
    writer.u8(last).varint(blocks.size());
    for (const format::PackedBlock &block : blocks)
        writeBlock(writer, block);
    writer.varint(places.size());
    for (const Place &place : places)
        writer.varint(place.index).varint(place.block).varint(place.slot);
    writer.varint(failures.size());
    for (const Failure &failure : failures) {
        writer.varint(failure.index).u8(errorKindCode(failure.kind));
        writeText(writer, failure.text);
    }
    return writer.take();
}

Result<Objects> Objects::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "reply with objects");
    Objects message;
    message.last = TRY(readFlags(reader, 1));
    // Kind, codec, count, size, an entry of two bytes, size of the payload.
    const size_t blockCount = TRY(readCount(reader, kMaxBlocksInMessage, 7));
    message.blocks.reserve(blockCount);
    for (size_t i = 0; i < blockCount; ++i)
        message.blocks.push_back(TRY(readBlock(reader)));

    const size_t placeCount = TRY(readCount(reader, kMaxNamesInMessage, 3));
    message.places.reserve(placeCount);
    for (size_t i = 0; i < placeCount; ++i) {
        Place &place = message.places.emplace_back();
        place.index = uint32_t(TRY(reader.varint(kMaxNamesInMessage - 1)));
        place.block = uint16_t(TRY(reader.varint(UINT16_MAX)));
        place.slot = uint16_t(TRY(reader.varint(UINT16_MAX)));
        if (place.block >= message.blocks.size() || place.slot >= message.blocks[place.block].table.size())
            return damaged(QStringLiteral("the reply with objects points outside of its blocks"));
    }

    const size_t failureCount = TRY(readCount(reader, kMaxNamesInMessage, 3));
    message.failures.reserve(failureCount);
    for (size_t i = 0; i < failureCount; ++i) {
        Failure &failure = message.failures.emplace_back();
        failure.index = uint32_t(TRY(reader.varint(kMaxNamesInMessage - 1)));
        failure.kind = errorKindFromCode(TRY(reader.u8()));
        failure.text = TRY(readText(reader));
    }
    TRY(reader.atEnd());
    return message;
}

} // namespace backspool::protocol
