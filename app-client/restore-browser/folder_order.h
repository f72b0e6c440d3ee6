#pragma once
/// The order of a folder's rows as people expect it: folders first, names by the rules of the language.
#include <QCollator>
#include <QSortFilterProxyModel>

namespace backspool::browser {

class FolderOrder : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit FolderOrder(QObject *parent = nullptr);

protected:
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;

private:
    QCollator names_;
};

} // namespace backspool::browser
