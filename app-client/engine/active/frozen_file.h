#pragma once
/// Copies of a file that nobody else can change any more.
#include "active/spill.h"

#include <chrono>

namespace backspool::engine {

/// A clone that shares the blocks of @p file (FICLONE: btrfs, XFS), as it was at one moment; writers are held up for
/// that moment only. It has no name, and is made in @p folder, the file's own: there it is sure to be on the same file
/// system, and has the attributes (such as no copy-on-write) that a clone must share. Errors: Unsupported (the file
/// system cannot); else why it failed.
Result<FileDescriptor> cloneFile(int folder, int file);

/// Makes @p clone, an open file that is shorter than @p file, what @p file is at one moment (FICLONE): what the two
/// share already is left as it is. A clone that failed is of no use. Errors: Unsupported (the file system cannot), Io
/// (also: it ends too early, see mayBeWhole()), NoSpace and others: why it failed.
Status cloneOnto(int clone, int file);

/// Whether a clone of @p clone bytes can be all of a file that had @p before bytes before it was made and @p after
/// bytes after. XFS says that all went well where a clone stopped halfway (for want of room, say), before Linux commit
/// 7ce31f20a077 ("xfs: don't drop errno values when we fail to ficlone the entire range").
constexpr bool mayBeWhole(uint64_t before, uint64_t clone, uint64_t after)
{
    return clone >= (before < after ? before : after);
}

/// A copy of the first @p size bytes of @p file in @p spill; holes stay holes. Errors: Busy (not done by @p deadline),
/// Io, NoSpace.
Result<FileDescriptor> copyFile(int file, uint64_t size, const Spill &spill,
                                std::chrono::steady_clock::time_point deadline);

} // namespace backspool::engine
