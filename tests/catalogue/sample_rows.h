#pragma once
/// Rows for tests, different in every field by their number.
#include "catalogue/rows.h"

namespace backspool::catalogue {

inline WallTime sampleTime(int64_t number)
{
    return WallTime(std::chrono::seconds(1'795'000'000 + 3600 * number) + std::chrono::nanoseconds(123'456'789));
}

inline ObjectName sampleName(uint8_t number)
{
    return ObjectName::fromBytes(QByteArray(ObjectName::kSize, char(number)));
}

inline ContainerRow sampleContainer(uint8_t number, LeaseId lease = {}, ClientId client = {})
{
    ContainerRow row;
    row.uuid.fill(number);
    row.uuid[0] = 0;
    row.kind = number % 2 ? format::ContainerKind::Dtf : format::ContainerKind::Bdf;
    row.area = number % 3 ? Area::Delta : Area::Full;
    row.client = client;
    row.lease = lease;
    row.created = sampleTime(number);
    row.size = uint64_t(number) << 33;
    row.objectCount = number * 1000u;
    return row;
}

inline PointRow samplePoint(PointId id, ClientId client, ContainerId dtf, LeaseId lease)
{
    const auto number = uint8_t(id.value);
    PointRow row;
    row.id = id;
    row.client = client;
    row.lease = lease;
    row.base = {id.value - 1};
    row.started = sampleTime(number);
    row.ended = sampleTime(number) + std::chrono::minutes(5);
    row.zone = QStringLiteral("Europe/Zürich");
    row.host = QStringLiteral("host-%1").arg(number);
    row.dtf = dtf;
    row.root = sampleName(number);
    row.hints = sampleName(uint8_t(number + 100));
    row.statistics = {.filesNew = number + 1u,
                      .filesModified = number + 2u,
                      .filesRedundant = number + 3u,
                      .filesUnchanged = number + 4u,
                      .filesDeleted = number + 5u,
                      .filesRenamed = number + 6u,
                      .filesSkipped = number + 7u,
                      .files = number + 8u,
                      .directories = number + 9u,
                      .bytes = (uint64_t(1) << 60) + number,
                      .bytesRead = (uint64_t(1) << 53) + 1,
                      .bytesSent = number + 12u};
    if (number % 2)
        row.systemInformation = {sampleName(uint8_t(number + 200)), number + 13u};
    return row;
}

inline bool equal(const ClientRow &a, const ClientRow &b)
{
    return a.id == b.id && a.name == b.name && a.created == b.created && a.certificate == b.certificate &&
           a.revoked == b.revoked && a.lastSeen == b.lastSeen;
}

inline bool equal(const PointRow &a, const PointRow &b)
{
    return a.id == b.id && a.client == b.client && a.lease == b.lease && a.base == b.base && a.started == b.started &&
           a.ended == b.ended && a.zone == b.zone && a.host == b.host && a.dtf == b.dtf && a.root == b.root &&
           a.hints == b.hints && a.statistics == b.statistics && a.systemInformation == b.systemInformation;
}

inline bool equal(const ContainerRow &a, const ContainerRow &b)
{
    return a.id == b.id && a.uuid == b.uuid && a.kind == b.kind && a.area == b.area && a.state == b.state &&
           a.client == b.client && a.lease == b.lease && a.committed == b.committed && a.created == b.created &&
           a.size == b.size && a.objectCount == b.objectCount;
}

} // namespace backspool::catalogue
