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

/// A copy of the first @p size bytes of @p file in @p spill; holes stay holes. Errors: Busy (not done by @p deadline),
/// Io, NoSpace.
Result<FileDescriptor> copyFile(int file, uint64_t size, const Spill &spill,
                                std::chrono::steady_clock::time_point deadline);

} // namespace backspool::engine
