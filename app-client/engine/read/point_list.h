#pragma once
/// The points of this computer: all of them in turn, or the one that a person means.
#include "read/point_service.h"

namespace backspool::engine {

/// Calls @p visit with each point, the newest first, until it returns false; asks for them page by page.
Status forEachPoint(PointService &service, const std::function<Result<bool>(const protocol::PointSummary &)> &visit);

/// A time as people write it: "2026-11-20 14:00", with or without seconds and parts of them, with a "T" between. It
/// means the end of the last unit that it gives (a date: of that day), so that a time that was printed with less than
/// nanoseconds is not before the one that it stands for. Without an offset ("Z", "+01:00") it is in this computer's
/// zone. Errors: Invalid.
Result<WallTime> parsePointTime(const QString &text);

/// The point that @p text means: an id, "latest" (or nothing), or a time: the newest point that was begun at or before
/// it. Errors: Invalid (none of these), NotFound (no such point; there are none yet).
Result<protocol::PointSummary> choosePoint(PointService &service, const QString &text);

} // namespace backspool::engine
