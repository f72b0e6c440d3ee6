#pragma once
/// Files that a process can write to by storing into its memory (mapped shared and writable): of these stores nobody
/// tells.
#include <QByteArray>

#include <cstdint>
#include <expected>
#include <vector>

namespace backspool::engine {

struct WritableMapping
{
    QByteArray range; ///< its name in the process's map_files (proc_pid_map_files(5))
    QByteArray path;  ///< as the process sees it; empty: it has none
    uint64_t inode = 0;
};

/// Of the process whose folder in /proc is open as @p process. By a query, which passes over all other mappings (Linux
/// 6.11 and later), else by reading them all.
/// Errors: the system's number; ESRCH: it has no memory, as the kernel's own and those whose first thread has ended.
std::expected<std::vector<WritableMapping>, int> writableMappingsOf(int process);

/// The same by reading them all.
std::expected<std::vector<WritableMapping>, int> writableMappingsByText(int maps);

} // namespace backspool::engine
