#include "restore-browser/folder_order.h"

#include "restore-browser/folder_model.h"

namespace backspool::browser {

FolderOrder::FolderOrder(QObject *parent) : QSortFilterProxyModel(parent)
{
    names_.setNumericMode(true);
    names_.setCaseSensitivity(Qt::CaseInsensitive);
    setDynamicSortFilter(true);
}

bool FolderOrder::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const bool leftIsFolder = left.data(FolderModel::IsFolderRole).toBool();
    const bool rightIsFolder = right.data(FolderModel::IsFolderRole).toBool();
    if (leftIsFolder != rightIsFolder)
        return leftIsFolder == (sortOrder() == Qt::AscendingOrder);
    const auto leftValue = left.data(FolderModel::SortRole);
    const auto rightValue = right.data(FolderModel::SortRole);
    if (left.column() != FolderModel::Name && leftValue != rightValue)
        return QVariant::compare(leftValue, rightValue) == QPartialOrdering::Less;
    const auto name = [](const QModelIndex &index) {
        return index.siblingAtColumn(FolderModel::Name).data(FolderModel::SortRole).toString();
    };
    return names_.compare(name(left), name(right)) < 0;
}

} // namespace backspool::browser
