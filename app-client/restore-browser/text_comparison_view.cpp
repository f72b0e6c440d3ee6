#include "restore-browser/text_comparison_view.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTextCursor>
#include <QVBoxLayout>

namespace backspool::browser {

namespace {

/// As much of one line as anybody reads there.
constexpr qsizetype kMostOfLine = 20'000;

/// The selected row is marked at its numbers and its sign: the colours of its lines say something of their own.
class LineDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        auto line = option;
        line.state &= ~(QStyle::State_Selected | QStyle::State_HasFocus);
        QStyledItemDelegate::paint(painter, line, index);
    }
};

void append(QTextCursor &cursor, const QString &sign, QStringView line, qsizetype start, qsizetype end)
{
    line = line.first(std::min(line.size(), kMostOfLine));
    start = std::min(start, line.size());
    end = std::clamp(end, start, line.size());
    const QTextCharFormat plain;
    QTextCharFormat marked;
    marked.setFontWeight(QFont::Bold);
    marked.setFontUnderline(true);
    cursor.insertText(sign + QLatin1Char(' '), plain);
    cursor.insertText(line.first(start).toString(), plain);
    cursor.insertText(line.sliced(start, end - start).toString(), marked);
    cursor.insertText(line.sliced(end).toString(), plain);
}

} // namespace

TextComparisonView::TextComparisonView(QWidget *parent)
    : QWidget(parent), table_(new QTableView(this)), line_(new QTextEdit(this))
{
    const auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    table_->setModel(&model_);
    table_->setFont(font);
    table_->setAccessibleName(tr("Both versions, line by line"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->hide();
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed); // no row is measured
    table_->verticalHeader()->setDefaultSectionSize(QFontMetrics(font).height() + 2);
    table_->horizontalHeader()->setMinimumSectionSize(1);
    // Texts run from left to right next to each other, the earlier one first, as they do everywhere.
    table_->setLayoutDirection(Qt::LeftToRight);
    for (const int column : {ComparisonModel::LeftLine, ComparisonModel::RightLine}) {
        table_->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
        table_->setItemDelegateForColumn(column, new LineDelegate(table_));
    }
    line_->setReadOnly(true);
    line_->setFont(font);
    line_->setAccessibleName(tr("The selected line in both versions"));
    line_->setTabChangesFocus(true);
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(table_);
    splitter->addWidget(line_);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({fontMetrics().height() * 30, fontMetrics().height() * 6});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    setFocusProxy(table_);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        showLine();
        Q_EMIT moved();
    });
}

void TextComparisonView::show(std::shared_ptr<const TextComparison> text)
{
    model_.show(std::move(text));
    fitNumbers();
    showLine();
    if (hasNext())
        goToNext();
}

/// As wide as the largest number is; columns of all rows are not measured.
void TextComparisonView::fitNumbers()
{
    const QFontMetrics metrics(table_->font());
    const auto digits = QString::number(model_.rowCount()).size();
    for (const int column : {ComparisonModel::LeftNumber, ComparisonModel::RightNumber})
        table_->setColumnWidth(column, metrics.horizontalAdvance(QLatin1Char('0')) * int(digits) + metrics.height());
    table_->setColumnWidth(ComparisonModel::Sign, metrics.height() * 2);
}

int TextComparisonView::changeNumber() const
{
    return row() < 0 ? 0 : model_.changeNumber(row());
}

void TextComparisonView::goTo(int row)
{
    if (row < 0)
        return;
    const auto index = model_.index(row, ComparisonModel::LeftLine);
    table_->setCurrentIndex(index);
    table_->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void TextComparisonView::showLine()
{
    line_->clear();
    const auto *text = model_.text();
    if (!text || row() < 0)
        return;
    using Row = TextComparison::Row;
    const Row &at = text->rows[size_t(row())];
    const auto left = at.left == Row::kNone ? QStringView() : text->leftLines[size_t(at.left)];
    const auto right = at.right == Row::kNone ? QStringView() : text->rightLines[size_t(at.right)];
    QTextCursor cursor(line_->document());
    if (at.isSame)
        return append(cursor, QStringLiteral(" "), left, 0, 0);
    const bool isChanged = at.left != Row::kNone && at.right != Row::kNone;
    const InLine inLine = isChanged ? differenceInLine(left, right) : InLine{};
    if (at.left != Row::kNone)
        append(cursor, QStringLiteral("\u2212"), left, inLine.start, inLine.leftEnd);
    if (isChanged)
        cursor.insertBlock();
    if (at.right != Row::kNone)
        append(cursor, QStringLiteral("+"), right, inLine.start, inLine.rightEnd);
    line_->moveCursor(QTextCursor::Start);
}

} // namespace backspool::browser
