#pragma once
/// How long a pause is to last, as a user types it.
#include "core/clock.h"
#include "core/result.h"

#include <QStringList>

#include <optional>

namespace backspool::cli {

/// No words: until it is resumed (nothing). "1h", "90min", "2d": so long from @p now. "until 18:00": the next time that
/// it is so late in this computer's zone; "until 2026-11-20 18:00", or in the form of ISO 8601 with an offset. Errors:
/// Invalid (not understood, not after @p now, or more than a year ahead).
Result<std::optional<WallTime>> pauseEnd(const QStringList &words, WallTime now);

} // namespace backspool::cli
