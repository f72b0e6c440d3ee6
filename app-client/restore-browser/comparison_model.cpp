#include "restore-browser/comparison_model.h"

#include "restore-browser/change_tint.h"

#include <QApplication>
#include <QPalette>

namespace backspool::browser {

namespace {

using Row = TextComparison::Row;
using engine::EntryChange;

/// As much of a line as a row shows; all of it is in the pane below.
constexpr qsizetype kMostShown = 1'000;

QVariant background(const Row &row, int column)
{
    if (row.isSame)
        return {};
    const bool isRight = column >= ComparisonModel::RightNumber;
    if (column != ComparisonModel::Sign && (isRight ? row.right : row.left) == Row::kNone)
        return QApplication::palette().brush(QPalette::Window); // nothing is there
    if (row.left == Row::kNone)
        return changeTint(EntryChange::New);
    return changeTint(row.right == Row::kNone ? EntryChange::Deleted : EntryChange::Changed);
}

QString sign(const Row &row)
{
    if (row.isSame)
        return {};
    if (row.left == Row::kNone)
        return QStringLiteral("+");
    return row.right == Row::kNone ? QStringLiteral("\u2212") : QStringLiteral("~");
}

} // namespace

void ComparisonModel::show(std::shared_ptr<const TextComparison> text)
{
    beginResetModel();
    text_ = std::move(text);
    endResetModel();
}

int ComparisonModel::nextChange(int row) const
{
    if (!text_)
        return -1;
    const auto next = std::ranges::upper_bound(text_->changes, row);
    return next == text_->changes.end() ? -1 : *next;
}

int ComparisonModel::changeBefore(int row) const
{
    if (!text_)
        return -1;
    const auto next = std::ranges::lower_bound(text_->changes, row);
    return next == text_->changes.begin() ? -1 : *std::prev(next);
}

int ComparisonModel::changeNumber(int row) const
{
    return text_ ? int(std::ranges::upper_bound(text_->changes, row) - text_->changes.begin()) : 0;
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return text_ && !parent.isValid() ? int(text_->rows.size()) : 0;
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QStringView ComparisonModel::line(const Row &row, bool isRight) const
{
    const int place = isRight ? row.right : row.left;
    if (place == Row::kNone)
        return {};
    return (isRight ? text_->rightLines : text_->leftLines)[size_t(place)];
}

/// For who hears the table.
QString ComparisonModel::spoken(const Row &row) const
{
    if (row.isSame)
        return tr("the same");
    if (row.left == Row::kNone)
        return tr("only in the later one");
    return row.right == Row::kNone ? tr("only in the earlier one") : tr("changed");
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    const Row &row = text_->rows[size_t(index.row())];
    const int column = index.column();
    const bool isLine = column == LeftLine || column == RightLine;
    switch (role) {
    case Qt::DisplayRole:
        if (column == Sign)
            return sign(row);
        if (isLine) {
            const auto text = line(row, column == RightLine);
            return text.first(std::min(text.size(), kMostShown)).toString().replace(u'\t', QStringLiteral("    "));
        }
        if (const int place = column == LeftNumber ? row.left : row.right; place != Row::kNone)
            return place + 1;
        return {};
    case Qt::BackgroundRole:
        return background(row, column);
    case Qt::ForegroundRole:
        return isLine || column == Sign ? QVariant() : QApplication::palette().brush(QPalette::PlaceholderText);
    case Qt::TextAlignmentRole:
        if (column == Sign)
            return int(Qt::AlignCenter);
        // Lines begin where they do in the file, whichever way the window runs.
        return int((isLine ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        return column == Sign ? QVariant(spoken(row)) : QVariant();
    default:
        return {};
    }
}

} // namespace backspool::browser
