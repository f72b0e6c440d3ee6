#include "restore-browser/folder_order.h"

#include <algorithm>
#include <numeric>

namespace backspool::browser {

namespace {

/// 0: alike. Ten thousand rows are ordered while somebody slides, so nothing is made for it.
std::strong_ordering compared(const engine::FolderRow &left, const engine::FolderRow &right, FolderModel::Column column)
{
    const auto &one = left.version->entry;
    const auto &other = right.version->entry;
    switch (column) {
    case FolderModel::Size:
        return one.isDirectory() ? std::strong_ordering::equal : one.size <=> other.size;
    case FolderModel::Changed:
        return one.modified <=> other.modified;
    case FolderModel::Versions:
        return left.item->versions.size() <=> right.item->versions.size();
    default:
        break;
    }
    return std::strong_ordering::equal;
}

} // namespace

std::vector<uint32_t> orderOf(const std::vector<engine::FolderRow> &rows, FolderModel::Column column,
                              Qt::SortOrder direction)
{
    std::vector<uint32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, [&](uint32_t i, uint32_t j) {
        const auto &one = rows[i];
        const auto &other = rows[j];
        if (const bool isFolder = one.version->entry.isDirectory(); isFolder != other.version->entry.isDirectory())
            return isFolder;
        auto result = compared(one, other, column);
        if (result == 0)
            result = one.item->rank <=> other.item->rank;
        return direction == Qt::AscendingOrder ? result < 0 : result > 0;
    });
    return order;
}

} // namespace backspool::browser
