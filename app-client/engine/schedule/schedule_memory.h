#pragma once
/// What the scheduler must still know after a restart, and its file.
#include "core/clock.h"
#include "core/result.h"

#include <optional>

namespace backspool::engine {

/// Whether an error of @p kind is a state of the world that passes by itself (no network, a refused slot, another
/// backup), and not something that a person has to look at.
[[nodiscard]] bool isCondition(ErrorKind kind);

struct ScheduleMemory
{
    WallTime since{};                    ///< when protection began; zero: not yet
    std::optional<WallTime> lastSuccess; ///< begin of the last backup that made a point
    std::optional<WallTime> lastAttempt; ///< when the last one that did not ended
    std::optional<WallTime> retryAt;     ///< when the service wants to be asked again
    int failures = 0;                    ///< attempts without success since the last one
    std::optional<Error> lastError;      ///< of the last of them
    bool isPaused = false;               ///< by the user
    std::optional<WallTime> pausedUntil; ///< none: until resumed
    WallTime seen{};                     ///< the latest time that was looked at the clock

    /// Errors: NotFound (no such file), Damaged, Io.
    [[nodiscard]] static Result<ScheduleMemory> load(const QString &file);
    enum class Durability : uint8_t {
        Now,  ///< what somebody asked for: a pause, its end
        Soon, ///< when the power goes it may be as it was before, or damaged: then the next backup is made sooner
    };
    /// How a save for which @p wished is enough is to be made: a pause is not forgotten, whatever is saved with it.
    [[nodiscard]] Durability durabilityFor(Durability wished) const { return isPaused ? Durability::Now : wished; }
    /// Replaces @p file atomically. Errors: Io, NoSpace, Denied.
    [[nodiscard]] Status save(const QString &file, Durability durability = Durability::Now) const;
};

} // namespace backspool::engine
