#pragma once
/// Where the folders of a journal are now: the kernel names them by file handles, which hold whatever is renamed.
#include "core/units.h"
#include "watch/changed_set.h"
#include "watch/watched_mounts.h"

namespace backspool::engine {

/// One thread.
class FolderPlaces
{
public:
    /// @p mounts: WatchedMounts::byFileSystem().
    explicit FolderPlaces(std::map<QByteArray, std::vector<Mount>> mounts) : mounts_(std::move(mounts)) {}

    struct Place
    {
        QByteArray path;
        bool isAbove = false;  ///< the folder lies so deep that it has no path; this one lies above it
        FileDescriptor folder; ///< to look from (O_PATH)
    };
    /// Every place at which the folder with WriteJournal's key @p folder is seen; none: it is gone, or not to be seen
    /// from here. Errors: Io, Denied.
    Result<std::vector<Place>> placesOf(const QByteArray &folder);

private:
    const std::vector<FileDescriptor> &open(const QByteArray &fileSystem);

    std::map<QByteArray, std::vector<Mount>> mounts_;        ///< by file system
    std::map<QByteArray, std::vector<FileDescriptor>> open_; ///< by file system
};

/// All of @p journal, by paths. Errors: placesOf()'s.
Result<ChangedSet> changesIn(const WriteJournal &journal, FolderPlaces &places);

/// Sizes of the files in @p journal whose content was written. Errors: placesOf()'s.
Result<ByteCount> sizeOfWritten(const WriteJournal &journal, FolderPlaces &places);

} // namespace backspool::engine
