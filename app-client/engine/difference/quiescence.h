#pragma once
/// When a file is left alone (seed: active file manager 320: it is opened only when "safe"): nobody has written to it
/// for a while. One that never is is read all the same, after waiting for it in vain.
#include "core/clock.h"
#include "files/file_status.h"

namespace backspool::engine {

struct Quiescence
{
    std::chrono::nanoseconds quietTime{}; ///< without a write; 0: every file is safe
    std::chrono::nanoseconds giveUp{};    ///< after so long of waiting for it

    /// Time until a file of this @p status is safe, if nobody writes to it. By the change time, which no program sets;
    /// one that is not of the past says nothing.
    std::chrono::nanoseconds untilQuiet(const FileStatus &status, WallTime now) const
    {
        const WallTime changed =
            fromUnixSeconds(status.changed.seconds) + std::chrono::nanoseconds(status.changed.nanoseconds);
        const auto age = now - changed;
        return age < std::chrono::nanoseconds(0) || age >= quietTime ? std::chrono::nanoseconds(0) : quietTime - age;
    }
};

} // namespace backspool::engine
