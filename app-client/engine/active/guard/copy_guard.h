#pragma once
/// Copy-before-write: files are read as they were at one moment, since what is overwritten is put aside first (seed:
/// active file manager 320). The kernel holds each writer up until that is done (fanotify's pre-content events, Linux
/// 6.14), and a process of its own, backspool-guard, answers it: so nobody ever waits for this one.
///
/// Not told of is who had the file open for writing before it was asked for. Such a file is not guarded, except where
/// its file system was watched before it was opened: see watch(). Nor are stores through memory: files that are mapped
/// for writing are not guarded either, and one that becomes so is said not to be whole.
#include "active/guard/guard_process.h"
#include "active/guard/guarded_file.h"

#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <vector>

namespace backspool::engine {

/// Thread-safe. Outlives what it guards. Its process is started when there is something to guard, or to watch.
class CopyGuard
{
public:
    /// @p bound: for so long a writer waits at most; 0: nothing is guarded. @p program: backspool-guard; empty: where
    /// it is installed.
    explicit CopyGuard(std::chrono::milliseconds bound, QString program = {});
    CopyGuard(const CopyGuard &) = delete;
    CopyGuard &operator=(const CopyGuard &) = delete;

    /// From now on writers wait for @p bound at most; 0: nothing is guarded any more. REQUIRES: nothing is now.
    void setBound(std::chrono::milliseconds bound);

    /// Files of the file system of @p file can from now on be guarded while programs have them open for writing, if
    /// these have opened them since. Costs those programs next to nothing. Without effect where the kernel has no such
    /// thing.
    void watch(int file);
    /// It has an effect somewhere.
    bool isWatching();

    /// From one moment on, which is before this returns, all of @p files (open for reading) are guarded; none, where
    /// that cannot be said of one. What is put aside goes to @p spill. Errors: Unsupported (by the kernel, the file
    /// system, or for lack of rights), Busy (somebody writes to one of them who is not told of), NoSpace, Io.
    Result<std::vector<std::unique_ptr<GuardedFile>>> guard(std::span<const int> files, Spill &spill);

    /// Of the process that answers the kernel and the one that watches over it; 0: none runs. For tests.
    pid_t process() const;

private:
    friend class GuardedFile;
    using FileId = std::pair<uint64_t, uint64_t>; ///< device, inode

    struct WatchedFileSystem
    {
        uint64_t mount = 0; ///< by which it was come to; when that is gone, what is mounted there now is not watched
        bool isWatched = false;
        std::set<FileId> strangers; ///< open for writing when the watch began
    };

    Result<std::unique_ptr<GuardedFile>> prepare(int generation, int file, Spill &spill);
    Status begin(int generation, std::span<const std::unique_ptr<GuardedFile>> files, bool isQuiet);
    Status trustWriters(int generation, std::span<const FileStatus> written);
    Status knowsWriters(const GuardedFile &file);
    Result<uint32_t> release(const GuardedFile &file);

    GuardProcess process_;
    std::mutex batch_; ///< one guard() or watch() at a time; guards what follows
    uint64_t nextNumber_ = 0;
    int watchedGeneration_ = 0;                     ///< the process that watches them
    std::map<uint64_t, WatchedFileSystem> watched_; ///< by device
};

} // namespace backspool::engine
