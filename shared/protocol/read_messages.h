#pragma once
/// The messages of browsing and restoring (docs/protocol.md, "Reading").
#include "format/block.h"
#include "format/point_record.h"
#include "protocol/messages.h"

#include <vector>

namespace backspool::protocol {

struct ListPoints
{
    uint32_t limit = 0; ///< 0: as many as fit one reply (1,000)
    PointId before;     ///< only older ones; 0: from the newest
    QByteArray encode() const;
    static Result<ListPoints> decode(QByteArrayView payload);
};

struct PointSummary
{
    PointId id;
    PointId base;
    WallTime started{};
    WallTime ended{};
    QString host, zone;
    format::PointStatistics statistics;
    ObjectName root; ///< tree of "/"
    ObjectName hints;
};

struct Points
{
    std::vector<PointSummary> points; ///< newest first
    bool more = false;
    QByteArray encode() const;
    static Result<Points> decode(QByteArrayView payload);
};

struct GetPoint
{
    PointId point; ///< one of the client's own
    QByteArray encode() const;
    static Result<GetPoint> decode(QByteArrayView payload);
};

/// Its root and hints may be asked for from now on in this connection.
struct Point
{
    QByteArray record; ///< format::PointRecord::encode()
    QByteArray encode() const;
    static Result<Point> decode(QByteArrayView payload);
};

/// Objects by name. A name is no permission: each group names a parent that this connection was given before (the
/// root or hints of a point that it got, or a node or version it got by GetObjects), and the service checks that the
/// parent holds the names. The parent null means: roots of points got in this connection.
struct GetObjects
{
    struct Group
    {
        ObjectName parent;
        std::vector<ObjectName> names;
    };
    std::vector<Group> groups; ///< at most kMaxNamesInMessage names together
    QByteArray encode() const;
    static Result<GetObjects> decode(QByteArrayView payload);
};

/// One or more replies, until one with last. Objects come in blocks: as they are stored where the block is all the
/// client's own, else packed anew.
struct Objects
{
    struct Place
    {
        uint32_t index = 0; ///< in the order of the request's names over all groups
        uint16_t block = 0; ///< in blocks of this message
        uint16_t slot = 0;
    };
    struct Failure
    {
        uint32_t index = 0;
        ErrorKind kind = ErrorKind::NotFound;
        QString text;
    };
    bool last = false;
    std::vector<format::PackedBlock> blocks;
    std::vector<Place> places;
    std::vector<Failure> failures;
    QByteArray encode() const;
    static Result<Objects> decode(QByteArrayView payload);
};

} // namespace backspool::protocol
