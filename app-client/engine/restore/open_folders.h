#pragma once
/// The descriptors of a restore's folders: no more than a bound, whatever the tree.
///
/// A folder that was entered can be used until it is done, and that may be long: a file with several names waits for
/// the end of the walk, and its folder with it. So of the folders that nobody uses at the moment, those used last are
/// kept open. Another one is opened again when it is needed: from the nearest folder above it that is open, one name at
/// a time, never through a link, and only where it is the same folder still.
#include "core/result.h"
#include "restore/target_folder.h"

#include <list>
#include <unordered_map>

namespace backspool::engine {

/// Thread-safe.
class OpenFolders
{
public:
    /// @p most folders are kept open while nobody uses them.
    explicit OpenFolders(size_t most) : most_(most) {}

    /// Takes over the descriptor of @p folder, whose status is known. The one that everything is restored into stays
    /// open.
    FolderUse enter(TargetFolder &folder, FileDescriptor file);
    /// REQUIRES: it was entered, and neither it nor one that it is in is done.
    /// Errors: NotFound, Denied, Io; Busy (another folder has its name now).
    Result<FolderUse> use(TargetFolder &folder);
    /// It is done.
    void leave(TargetFolder &folder);

private:
    struct Kept
    {
        const TargetFolder *folder;
        FolderUse file;
    };
    FolderUse find(TargetFolder &folder);
    Result<FolderUse> reopen(TargetFolder &folder, const FileDescriptor &parent);
    void keep(TargetFolder &folder, const FolderUse &file, std::list<Kept> &leaving);

    const size_t most_;
    std::mutex mutex_; ///< guards what follows, and TargetFolder::file
    FolderUse given_;
    std::list<Kept> order_; ///< the last used first
    std::unordered_map<const TargetFolder *, std::list<Kept>::iterator> kept_;
};

} // namespace backspool::engine
