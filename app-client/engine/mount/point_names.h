#pragma once
/// What points are called where they are folders: by the time at which they began.
#include "core/clock.h"
#include "core/ids.h"

#include <QByteArray>

#include <map>
#include <vector>

namespace backspool::engine {

struct NamedPoint
{
    PointId id;
    WallTime started{};
};
using PointsByName = std::map<QByteArray, NamedPoint>;

/// "2026-11-20T14-00-05" in this computer's zone: as people write times, but for the colons, which other programs take
/// for the end of a host's name. A point of the same second as an older one (or of an hour that comes twice in autumn)
/// has its number too: "2026-11-20T14-00-05-117". @p points: the newest first.
PointsByName namesOfPoints(const std::vector<NamedPoint> &points);

} // namespace backspool::engine
