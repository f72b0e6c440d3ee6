#pragma once
/// Which of the mounted file systems the kernel tells of, and what to make of those that it does not tell of.
#include "core/bytes.h"
#include "core/file_descriptor.h"
#include "core/result.h"
#include "watch/mount_table.h"
#include "watch/write_journal.h"

#include <map>

namespace backspool::engine {

/// One thread at a time.
class WatchedMounts
{
public:
    /// @p events: the fanotify descriptor, which outlives it.
    explicit WatchedMounts(int events) : events_(events) {}

    /// Reads the table of mounts, watches those that are new, and adds to @p journal what lies beneath those that came,
    /// went, or are watched from now on only; and the upper folders of overlays. Errors: Io.
    Status look(WriteJournal &journal);
    /// Wakes poll() with POLLPRI when something is mounted or unmounted. After the first look().
    int descriptor() const { return file_.get(); }

    /// Mounts of each file system that is watched, by its id (WriteJournal's keys begin with it).
    std::map<QByteArray, std::vector<Mount>> byFileSystem() const;
    const std::set<QByteArray> &unwatched() const { return unwatched_; }

    void encode(ByteWriter &writer) const;
    /// Errors: Damaged.
    Status decode(ByteReader &reader);

private:
    bool watch(const Mount &mount);
    void forgetUnmounted();
    void compare(const std::vector<Mount> &now, WriteJournal &journal) const;

    const int events_;
    FileDescriptor file_; ///< /proc/self/mountinfo
    std::vector<Mount> table_;
    std::map<uint64_t, QByteArray> watched_; ///< by device: the file system's id, as the events have it
    std::set<QByteArray> unwatched_;         ///< mount points
};

} // namespace backspool::engine
