#include "restore-browser/folder_order.h"

namespace backspool::browser {

namespace {

/// By what @p column shows; 0: alike. Thousands are compared each time something moves, so nothing is made for it.
std::strong_ordering compared(const engine::FolderRow &left, const engine::FolderRow &right, int column)
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
        return std::strong_ordering::equal;
    }
}

} // namespace

FolderOrder::FolderOrder(FolderModel &rows, QObject *parent) : QSortFilterProxyModel(parent), rows_(rows)
{
    setDynamicSortFilter(true);
    setSourceModel(&rows);
}

QModelIndexList FolderOrder::match(const QModelIndex &start, int role, const QVariant &value, int hits,
                                   Qt::MatchFlags flags) const
{
    const bool isName = role == Qt::DisplayRole && start.column() == FolderModel::Name;
    return QSortFilterProxyModel::match(start, isName ? int(FolderModel::NameRole) : role, value, hits, flags);
}

bool FolderOrder::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto &one = rows_.row(left.row());
    const auto &other = rows_.row(right.row());
    const bool isFolder = one.version->entry.isDirectory();
    if (isFolder != other.version->entry.isDirectory())
        return isFolder == (sortOrder() == Qt::AscendingOrder);
    const auto order = compared(one, other, left.column());
    return order != 0 ? order < 0 : one.item->rank < other.item->rank;
}

} // namespace backspool::browser
