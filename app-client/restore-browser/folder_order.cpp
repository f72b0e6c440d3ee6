#include "restore-browser/folder_order.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <ranges>

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

/// Folders first, each kind by rank. Ranks are places: nothing need be compared, which for ten thousand rows is the
/// larger part of the time of a slide.
std::vector<uint32_t> orderByName(const std::vector<engine::FolderRow> &rows, Qt::SortOrder direction)
{
    constexpr auto kNone = std::numeric_limits<uint32_t>::max();
    uint32_t ranks = 0;
    for (const auto &row : rows)
        ranks = std::max(ranks, row.item->rank + 1);
    std::vector<uint32_t> folders(ranks, kNone), others(ranks, kNone);
    for (size_t i = 0; i < rows.size(); ++i)
        (rows[i].version->entry.isDirectory() ? folders : others)[rows[i].item->rank] = uint32_t(i);
    std::vector<uint32_t> order;
    order.reserve(rows.size());
    const auto isRow = [](uint32_t row) { return row != kNone; };
    for (const auto &kind : {std::cref(folders), std::cref(others)}) {
        if (direction == Qt::AscendingOrder)
            std::ranges::copy_if(kind.get(), std::back_inserter(order), isRow);
        else
            std::ranges::copy_if(kind.get() | std::views::reverse, std::back_inserter(order), isRow);
    }
    return order;
}

} // namespace

std::vector<uint32_t> orderOf(const std::vector<engine::FolderRow> &rows, FolderModel::Column column,
                              Qt::SortOrder direction)
{
    if (column == FolderModel::Name)
        return orderByName(rows, direction);
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
