#pragma once
/// Files that can change without the kernel's saying so: open for writing (their stores through a mapping show only
/// when they are closed), mapped writable, or behind a loop device.
#include "core/result.h"

#include <set>

namespace backspool::engine {

struct OpenWriters
{
    std::set<QByteArray> open;   ///< paths
    std::set<QByteArray> mapped; ///< paths; may be written to until the mapping ends, of which nothing is said
    /// All of these by device and inode.
    std::set<std::pair<uint64_t, uint64_t>> files, mappedFiles;
    std::set<uint64_t> openInodes, mappedInodes; ///< of those whose path is not known here (other mount name spaces)
};

/// Of all processes that can be looked at. Errors: Denied (CAP_SYS_PTRACE is missing).
Result<OpenWriters> findOpenWriters();

} // namespace backspool::engine
