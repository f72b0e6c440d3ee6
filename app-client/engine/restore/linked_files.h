#pragma once
/// Files with several names: restored once, then given their other names.
///
/// Which names are one file is not in the tree but in the hints of the client (docs/format.md, "Hint"): the same inode
/// number on the same file system. Hints are fetched only where an entry is marked as linked, after everything else is
/// restored. Where they are lost, or do not agree with the tree, each name becomes a file of its own.
#include "read/node_reader.h"
#include "restore/restore_work.h"

#include <map>

namespace backspool::engine {

/// Used once, by one thread; waits for the service and the work.
class LinkedFiles
{
public:
    LinkedFiles(RestoreWork &work, NodeReader &nodes) : work_(work), nodes_(nodes) {}

    /// Restores what the work has put off.
    void restore();

private:
    /// One file of the point.
    struct Group
    {
        std::vector<RestoreEntry> names;
        size_t next = 0;                    ///< of the names
        std::optional<RestoreEntry> placed; ///< one that is there
        QByteArray placedName;
    };
    /// Where the hints of what is in a folder begin.
    struct FolderHints
    {
        ObjectName root, parent; ///< root null: none are known
        format::FileSystemId fileSystem{};
    };

    Result<FolderHints> hintsOf(const TargetFolder &folder);
    Result<FolderHints> hintsBeneath(const FolderHints &folder, uint64_t position);
    using InodeOfPoint = std::pair<format::FileSystemId, uint64_t>;
    Result<InodeOfPoint> inodeOf(const RestoreEntry &entry);
    Group *groupOf(const InodeOfPoint &inode, const RestoreEntry &entry);
    void gather(std::vector<RestoreEntry> entries);
    void restoreOne(Group &group);
    void linkRest(Group &group);
    Status link(const Group &group, const RestoreEntry &entry);

    RestoreWork &work_;
    NodeReader &nodes_;
    std::map<const TargetFolder *, FolderHints> hints_; ///< folders stay while something in them is put off
    std::vector<std::unique_ptr<Group>> groups_;
    std::multimap<InodeOfPoint, Group *> byInode_;
};

} // namespace backspool::engine
