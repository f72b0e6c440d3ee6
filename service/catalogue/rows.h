#pragma once
/// The rows of the catalogue: clients, points, containers, enrolment codes. Thousands, never millions.
#include "core/clock.h"
#include "core/ids.h"
#include "format/container_layout.h"
#include "format/point_record.h"

#include <QString>

namespace backspool::catalogue {

struct ClientRow
{
    ClientId id;
    QString name;
    WallTime created{};
    QByteArray certificate; ///< SHA-256 of the DER certificate; empty until enrolled
    bool revoked = false;
    WallTime lastSeen{}; ///< 0: never
};

struct PointRow
{
    PointId id;
    ClientId client;
    LeaseId lease;
    PointId base;
    WallTime started{};
    WallTime ended{};
    QString zone;
    QString host;
    ContainerId dtf;  ///< the container with the point record
    ObjectName root;  ///< tree of "/"
    ObjectName hints; ///< hints of "/"
    format::PointStatistics statistics;
    format::FileContent systemInformation; ///< empty: none
};

/// When a change is durable. WithTheNext: with the next one that is, in the order in which they were made; a power cut
/// before may take it back, as if it had not been made. (The death of the process takes nothing back.)
enum class Durability : uint8_t { Now, WithTheNext };

enum class Area { Full, Delta };

/// Published: in its area, part of the store. Removing: no longer part of the store; the file goes when it can.
enum class ContainerState { Staging, Published, Removing };

struct ContainerRow
{
    ContainerId id;
    format::ContainerUuid uuid{};
    format::ContainerKind kind = format::ContainerKind::Bdf;
    Area area = Area::Delta;
    ContainerState state = ContainerState::Published;
    ClientId client; ///< 0: written by the service itself
    LeaseId lease;
    bool committed = false; ///< its session came to a point (or the service wrote it)
    WallTime created{};
    uint64_t size = 0; ///< bytes of the file
    uint64_t objectCount = 0;
};

struct WireBytes
{
    uint64_t in = 0;
    uint64_t out = 0;
};

} // namespace backspool::catalogue
