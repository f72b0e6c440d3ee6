#pragma once
/// Which bytes of two clones of a file are in the same blocks of the disk: those are the same bytes (seed: file delta
/// accelerator 345, here by way of the file system).
#include "core/result.h"
#include "difference/changed_regions.h"

namespace backspool::engine {

/// What differs between @p before (of @p sizeBefore bytes) and @p after (of @p size bytes), both open, both frozen:
/// what is shared is not written to in place (btrfs, XFS). A superset: what was moved on the disk, or is in no block of
/// its own (compressed, inline, not yet written), counts as changed. What lies beyond the shorter one's end is left
/// out. Errors: Unsupported (the file system does not tell; they lie on different ones; on XFS, on a realtime device;
/// too scattered), Busy (the file system moves blocks just now), Io.
Result<ChangedRegions> differingExtents(int before, uint64_t sizeBefore, int after, uint64_t size);

} // namespace backspool::engine
