#pragma once
/// Clones of large files, kept from one point to the next: what differs between the clone of the last point and one
/// made now is what was written in between, and only that is read (docs/decisions/shadows.md). btrfs and XFS.
///
/// A shadow has no name: it is a descriptor of this process, made in the file's own folder, and goes with the process.
/// It is believed for what was read from it, by its signature: whatever became of the file in between.
///
/// It keeps the blocks that the file does not have any more. So there are few, of large files only, and one goes when
/// its file is gone, was replaced or is in no new point any more, and when the disk gets full.
#include "active/spare_clones.h"
#include "core/file_descriptor.h"
#include "core/ids.h"
#include "difference/changed_regions.h"
#include "difference/extent_map.h"
#include "difference/file_runs.h"
#include "files/file_status.h"

#include <QByteArray>

#include <functional>
#include <map>
#include <mutex>
#include <optional>

namespace backspool::engine {

/// Thread-safe; one backup at a time uses it.
class ShadowFiles
{
public:
    /// Of the 1,024 descriptors that a process has by default most are for others.
    static constexpr size_t kMost = 128;
    /// When less than this share of a file system is free, its shadows go.
    static constexpr double kLeastFree = 0.05;

    /// What is smaller is not shadowed from now on. 0: nothing is, and what is kept goes.
    void setLeastSize(uint64_t bytes);
    bool wants(const FileStatus &file) const;

    /// A clone of @p file, the one that is @p name in the folder @p folder or a clone of it: to be read in its place.
    /// (A clone stands for itself: making one takes as long as the file has extents.)
    /// Errors: Unsupported (the file system has no clones, or the file is to be written in place: nodatacow), Denied,
    /// NoSpace, Io.
    Result<FileDescriptor> freeze(int folder, const QByteArray &name, const FileContent &file);
    struct Changes
    {
        ChangedRegions regions;
        FileDescriptor shadow; ///< what the version was read from
    };
    /// What of @p frozen (of @p size bytes) is not as in the version @p content; nullopt: it has no shadow, or that
    /// does not tell.
    std::optional<Changes> changesSince(const ObjectName &content, int frozen, uint64_t size) const;
    /// @p frozen, of which the first @p size bytes were read as @p content, becomes the shadow of the file at @p path
    /// once the point is committed.
    void keep(const QByteArray &path, const FileStatus &file, const ObjectName &content, uint64_t size,
              FileDescriptor frozen);

    /// The shadow of the version @p content was found to be of something else.
    void forget(const ObjectName &content);

    void commit();
    void discard(); ///< what was kept since the last commit()
    /// Those of files that the point does not have (they were excluded, say) go: what they cost serves nothing.
    void retain(const std::function<bool(const QByteArray &path)> &isWanted);
    /// Those go whose file is not at its path any more, or whose file system gets full; the spares are made ready for
    /// the next clones. Blocks for as long as that takes; local disks only.
    void tidy();
    /// What was a shadow is the next clone: cloning then costs what was written since. Of files that have a shadow.
    SpareClones &spares() { return spares_; }

    size_t count() const;

private:
    struct Shadow
    {
        ObjectName content;
        uint64_t device = 0, inode = 0; ///< of the file
        uint64_t size = 0;
        FileDescriptor file;
        uint64_t used = 0; ///< which of all commits

        SpareClones::File original() const { return {device, inode}; }
    };

    void tidyUnderLock();
    void retainSpares();

    SpareClones spares_;
    mutable std::mutex mutex_; ///< guards all of it
    uint64_t leastSize_ = 0;
    uint64_t commits_ = 0;
    std::map<QByteArray, Shadow> kept_; ///< by path
    std::map<QByteArray, Shadow> next_;
};

} // namespace backspool::engine
