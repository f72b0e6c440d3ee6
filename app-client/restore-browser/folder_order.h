#pragma once
/// The order of a folder's rows as people expect it: folders first, names by the rules of the language.
#include "session/folder_timeline.h"

namespace backspool::browser {

enum class FolderKey : uint8_t { Name, Size, Changed, Versions };

/// Places in @p rows, in the order by @p key; what is alike is ordered by name.
std::vector<uint32_t> orderOf(const std::vector<engine::FolderRow> &rows, FolderKey key, Qt::SortOrder direction);

} // namespace backspool::browser
