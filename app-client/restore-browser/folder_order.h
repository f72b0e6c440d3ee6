#pragma once
/// The order of a folder's rows as people expect it: folders first, names by the rules of the language.
#include "restore-browser/folder_model.h"

#include <QSortFilterProxyModel>

namespace backspool::browser {

class FolderOrder : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    /// Of @p rows, which outlive it.
    explicit FolderOrder(FolderModel &rows, QObject *parent = nullptr);

    /// Who types in a list looks for a name, without the sign that shows before it.
    QModelIndexList match(const QModelIndex &start, int role, const QVariant &value, int hits,
                          Qt::MatchFlags flags) const override;

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    const FolderModel &rows_;
};

} // namespace backspool::browser
