#pragma once
/// Two texts side by side as a table: number and line of each, and between them a sign that says what is between them.
#include "restore-browser/comparison.h"

#include <QAbstractTableModel>

namespace backspool::browser {

/// Lives in the windows' thread.
class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column : uint8_t { LeftNumber, LeftLine, Sign, RightNumber, RightLine, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void show(std::shared_ptr<const TextComparison> text);
    const TextComparison *text() const { return text_.get(); }
    /// The row of the change after (before) @p row; -1: none.
    int nextChange(int row) const;
    int changeBefore(int row) const;
    /// Which of the changes, from 1, @p row is in or after; 0: before all.
    int changeNumber(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QStringView line(const TextComparison::Row &row, bool isRight) const;
    QString spoken(const TextComparison::Row &row) const;

    std::shared_ptr<const TextComparison> text_;
};

} // namespace backspool::browser
