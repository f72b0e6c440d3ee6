#pragma once
/// What is remembered of the write log's safety walks over restarts, and its file.
#include "core/clock.h"
#include "core/result.h"

#include <optional>

namespace backspool::engine {

struct WriteLogMemory
{
    std::optional<WallTime> lastWholeWalk; ///< when a backup last looked at everything
    uint64_t missed = 0;                   ///< changes that the log had not heard of, ever
    QString lastMissed;                    ///< the path of one of the last of them
    bool isDistrusted = false;             ///< the last walk that compared found some

    /// Errors: NotFound (no such file), Damaged, Io.
    [[nodiscard]] static Result<WriteLogMemory> load(const QString &file);
    /// Replaces @p file atomically. Errors: Io, NoSpace, Denied.
    [[nodiscard]] Status save(const QString &file) const;
};

} // namespace backspool::engine
