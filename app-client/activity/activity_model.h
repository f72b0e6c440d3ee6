#pragma once
/// The rows of the list of past backups.
#include "activity/activity_rows.h"

#include <QAbstractTableModel>

namespace backspool::activity {

class ActivityModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { When, Result, Took, New, Changed, Read, Sent, Saved, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;
    void setRows(std::vector<ActivityRow> rows);
    const std::vector<ActivityRow> &rows() const { return rows_; }
    /// Null: not valid.
    const ActivityRow *row(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const ActivityRow &row, int column) const;

    std::vector<ActivityRow> rows_;
};

/// "Good", "Failed: ...".
QString resultText(const ActivityRow &row);

} // namespace backspool::activity
