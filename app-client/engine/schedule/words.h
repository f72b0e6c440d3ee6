#pragma once
/// Times and spans as the scheduler's reasons have them.
#include "core/clock.h"

#include <QString>

namespace backspool::engine {

/// "14:05:00" in this computer's zone when it is on the same day as @p now, else with the date before it.
[[nodiscard]] QString clockTime(WallTime time, WallTime now);
/// "2 h", "90 min", "2 s": the largest unit that leaves no rest.
[[nodiscard]] QString span(std::chrono::seconds span);

} // namespace backspool::engine
