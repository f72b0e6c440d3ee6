#pragma once
/// The inode number of an entry. Which names are one file is not in the tree but in the hints of the client
/// (docs/format.md, "Hint").
#include "mount/folder_table.h"
#include "mount/service_link.h"

namespace backspool::engine {

/// Of @p entry, which is at @p position in @p folder. REQUIRES: the folder is open on @p line. May wait for the
/// service.
uint64_t inodeOf(OpenLine &line, const FolderTable &folders, NodeNumber folder, const format::DirectoryEntry &entry,
                 uint64_t position);

} // namespace backspool::engine
