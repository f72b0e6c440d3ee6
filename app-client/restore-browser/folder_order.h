#pragma once
/// The order of a folder's rows as people expect it: folders first, names by the rules of the language.
#include "restore-browser/folder_model.h"

namespace backspool::browser {

/// Places in @p rows, in the order by what @p column shows; what is alike is ordered by name.
std::vector<uint32_t> orderOf(const std::vector<engine::FolderRow> &rows, FolderModel::Column column,
                              Qt::SortOrder direction);

} // namespace backspool::browser
