#pragma once
/// All patterns that leave something out, whose they are, and how much each leaves out.
#include "settings/selection_count.h"

#include <QAbstractTableModel>

namespace backspool::settings {

class PatternModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Pattern, Files, Size, From, ColumnCount };

    /// Both outlive it.
    PatternModel(SettingsDraft &draft, SelectionCount &count, QObject *parent = nullptr);

    /// The user's own, which can be removed: its place in the selection's list.
    std::optional<size_t> placeOfOwn(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// Whose the pattern at @p row is, in words.
    QString originOf(size_t row) const;
    size_t firstOwn() const;

    SettingsDraft &draft_;
    SelectionCount &count_;
};

} // namespace backspool::settings
