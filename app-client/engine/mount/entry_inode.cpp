#include "mount/entry_inode.h"

#include "mount/inode_number.h"
#include "read/tree_item.h"

#include <ranges>

namespace backspool::engine {

namespace {

/// Where the hints of what is in a folder begin.
struct FolderHints
{
    ObjectName root, parent; ///< root null: none are known
    format::FileSystemId fileSystem{};
};

Result<FolderHints> hintsOf(OpenLine &line, const FolderTable &folders, NodeNumber folder)
{
    std::vector<uint64_t> positions;
    auto of = folders.folder(folder);
    for (; of.parent != kTopNode; of = folders.folder(of.parent))
        positions.push_back(of.position);
    const auto record = TRY(line.point(of.point));
    FolderHints hints{record->rootHint.hints, {}, record->rootHint.fileSystem};
    for (const auto position : positions | std::views::reverse) {
        if (hints.root.isNull())
            return hints;
        const auto item = TRY(treeItemAt(line.nodes, format::TreeKind::Hints, hints.root, hints.parent, position));
        const auto hint = TRY(format::Hint::decode(item.bytes));
        const bool starts = hint.flags & format::Hint::FileSystemStarts;
        hints = {hint.hints, item.leaf, starts ? hint.fileSystem : hints.fileSystem};
    }
    return hints;
}

} // namespace

uint64_t inodeOf(OpenLine &line, const FolderTable &folders, NodeNumber folder, const format::DirectoryEntry &entry,
                 uint64_t position)
{
    const auto of = folders.folder(folder);
    const auto ofName = inodeOfName(of.inode, entry.name);
    if (!entry.has(format::DirectoryEntry::Linked))
        return ofName;
    // Where the hints are lost each name is a file of its own, as in a restore.
    const auto hints = hintsOf(line, folders, folder);
    if (!hints || hints->root.isNull())
        return ofName;
    const auto item = treeItemAt(line.nodes, format::TreeKind::Hints, hints->root, hints->parent, position);
    const auto hint = item ? format::Hint::decode(item->bytes) : fail(item.error());
    return hint && hint->inode != 0 ? inodeOfLinked(of.point, hints->fileSystem, hint->inode, entry) : ofName;
}

} // namespace backspool::engine
