#include "restore-browser/folder_model.h"

#include "format/directory_entry.h"
#include "read/withheld_entry.h"
#include "restore-browser/change_tint.h"
#include "restore-browser/folder_order.h"
#include "restore-browser/texts.h"

#include <QApplication>
#include <QLocale>
#include <QStyle>

#include <ranges>

namespace backspool::browser {

namespace {

using engine::EntryChange;
using engine::FolderRow;

/// With more rows that come and go than that, a view is quicker with all of them at once.
constexpr size_t kMostSteps = 200;

QString sign(EntryChange change)
{
    switch (change) {
    case EntryChange::New:
        return QStringLiteral("+");
    case EntryChange::Changed:
        return QStringLiteral("~");
    case EntryChange::Deleted:
        return QStringLiteral("\u2212");
    case EntryChange::None:
        break;
    }
    return {};
}

QString changeWord(EntryChange change)
{
    switch (change) {
    case EntryChange::New:
        return FolderModel::tr("new");
    case EntryChange::Changed:
        return FolderModel::tr("changed");
    case EntryChange::Deleted:
        return FolderModel::tr("deleted");
    case EntryChange::None:
        break;
    }
    return {};
}

/// Which of two lists has the next name in order: below 0 the first, above the second, 0 both.
int orderAt(const std::vector<FolderRow> &one, size_t i, const std::vector<FolderRow> &other, size_t j)
{
    if (i == one.size())
        return 1;
    if (j == other.size())
        return -1;
    if (one[i].item == other[j].item)
        return 0;
    return one[i].item->name.compare(other[j].item->name);
}

/// A view shows the same. The point of what is there is the one that is shown, and all rows know that.
bool isSame(const FolderRow &one, const FolderRow &other)
{
    const bool isGone = one.change == EntryChange::Deleted;
    return one.change == other.change && (!isGone || one.point == other.point) &&
           (one.version == other.version || one.version->entry == other.version->entry) &&
           one.item->versions.size() == other.item->versions.size();
}

} // namespace

FolderModel::FolderModel(QObject *parent) : QAbstractTableModel(parent), now_(QDateTime::currentDateTime()) {}

void FolderModel::show(std::shared_ptr<const engine::FolderTimeline> timeline, size_t point, bool withDeleted,
                       const std::vector<QDateTime> &pointTimes)
{
    before_ = std::exchange(timeline_, std::move(timeline)); // rows_ point into it
    pointTimes_ = pointTimes;
    auto rows = timeline_ ? timeline_->rowsAt(point, withDeleted) : std::vector<FolderRow>();
    if (!before_ || !timeline_ || before_->path() != timeline_->path()) {
        reset(std::move(rows));
    } else {
        exchange(std::move(rows));
        // How many versions there are is told when all of them are known.
        if (before_->isWhole() != timeline_->isWhole() && !order_.empty())
            Q_EMIT dataChanged(index(0, Versions), index(int(order_.size()) - 1, Versions));
    }
    before_.reset();
}

FolderModel::Places FolderModel::orderOf(const std::vector<FolderRow> &rows) const
{
    return browser::orderOf(rows, sortColumn_, direction_);
}

void FolderModel::reset(std::vector<FolderRow> rows)
{
    beginResetModel();
    rows_ = std::move(rows);
    order_ = orderOf(rows_);
    endResetModel();
}

/// Gone ones go, others move to where they belong now, new ones come: those that stay are what a view knows them as.
void FolderModel::exchange(std::vector<FolderRow> rows)
{
    // Both are in order of names.
    Places nowAt(rows_.size(), kGone);
    std::vector<bool> isNew(rows.size(), false);
    size_t steps = 0;
    for (size_t i = 0, j = 0; i < rows_.size() || j < rows.size();) {
        const int order = orderAt(rows_, i, rows, j);
        if (order == 0)
            nowAt[i] = uint32_t(j);
        else
            ++steps;
        if (order > 0)
            isNew[j] = true;
        i += order <= 0;
        j += order >= 0;
    }
    if (steps > kMostSteps)
        return reset(std::move(rows));

    const auto order = orderOf(rows);
    Places stay; // of order, those that were there
    std::ranges::copy_if(order, std::back_inserter(stay), [&](uint32_t place) { return !isNew[place]; });
    removeGone(nowAt);
    std::vector<bool> isOther(rows.size(), false);
    for (size_t i = 0; i < rows_.size(); ++i) {
        if (nowAt[i] != kGone)
            isOther[nowAt[i]] = !isSame(rows_[i], rows[nowAt[i]]);
    }
    for (auto &place : order_)
        place = nowAt[place];
    rows_ = std::move(rows);
    moveTo(stay);

    const auto changed = [&](uint32_t place) { return bool(isOther[place]); };
    if (const auto first = std::ranges::find_if(order_, changed); first != order_.end()) {
        const auto last = std::ranges::find_if(order_ | std::views::reverse, changed);
        Q_EMIT dataChanged(index(int(first - order_.begin()), 0),
                           index(int(last.base() - order_.begin()) - 1, ColumnCount - 1));
    }
    for (int row = 0; row < int(order.size()); ++row) {
        if (!isNew[order[size_t(row)]])
            continue;
        beginInsertRows({}, row, row);
        order_.insert(order_.begin() + row, order[size_t(row)]);
        endInsertRows();
    }
}

void FolderModel::removeGone(const Places &nowAt)
{
    for (int row = int(order_.size()) - 1; row >= 0; --row) {
        if (nowAt[order_[size_t(row)]] != kGone)
            continue;
        beginRemoveRows({}, row, row);
        order_.erase(order_.begin() + row);
        endRemoveRows();
    }
}

/// @p order has the same rows otherwise.
void FolderModel::moveTo(const Places &order)
{
    if (order == order_)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    Places rowOf(rows_.size());
    for (size_t row = 0; row < order.size(); ++row)
        rowOf[order[row]] = uint32_t(row);
    const auto before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const auto &index : before)
        after += createIndex(int(rowOf[order_[size_t(index.row())]]), index.column());
    order_ = order;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void FolderModel::sort(int column, Qt::SortOrder direction)
{
    if (column < 0 || column >= ColumnCount)
        return;
    sortColumn_ = Column(column);
    direction_ = direction;
    moveTo(orderOf(rows_));
}

/// A style looks for an icon in all of its theme each time it is asked.
const QIcon &FolderModel::icon(format::FileType type) const
{
    auto &icon = icons_[type];
    if (icon.isNull())
        icon = QApplication::style()->standardIcon(type == format::FileType::Directory      ? QStyle::SP_DirIcon
                                                   : type == format::FileType::SymbolicLink ? QStyle::SP_FileLinkIcon
                                                                                            : QStyle::SP_FileIcon);
    return icon;
}

int FolderModel::rowOf(const QByteArray &name) const
{
    const auto found = std::ranges::find_if(order_, [&](uint32_t place) { return rows_[place].item->name == name; });
    return found == order_.end() ? -1 : int(found - order_.begin());
}

int FolderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(order_.size());
}

int FolderModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString FolderModel::text(const FolderRow &row, int column) const
{
    const auto &entry = row.version->entry;
    switch (column) {
    case Name: {
        const QString mark = sign(row.change);
        return mark.isEmpty() ? pathText(entry.name) : mark + QStringLiteral("  ") + pathText(entry.name);
    }
    case Size:
        if (row.change == EntryChange::Deleted)
            return tr("deleted");
        return entry.type == format::FileType::File ? sizeText(entry.size) : QString();
    case Changed:
        // What is deleted changed last when it went.
        if (row.change == EntryChange::Deleted && row.point > 0 && row.point <= pointTimes_.size())
            return timeText(pointTimes_[row.point - 1], now_);
        return timeText(dateTime(entry.modified), now_);
    case Versions:
        if (!timeline_->isWhole() || entry.isDirectory())
            return {};
        return QLocale().toString(qulonglong(row.item->versions.size()));
    default:
        return {};
    }
}

/// All of a row, for assistive technologies and as a tool tip.
QString FolderModel::description(const FolderRow &row) const
{
    const auto &entry = row.version->entry;
    QStringList parts = {pathText(entry.name)};
    if (row.change != EntryChange::None)
        parts += changeWord(row.change);
    if (entry.type == format::FileType::File)
        parts += sizeText(entry.size);
    parts += exactTimeText(dateTime(entry.modified));
    if (entry.has(format::DirectoryEntry::Inconsistent))
        parts += tr("was being written during the backup");
    if (entry.has(format::DirectoryEntry::Carried))
        parts += tr("could not be read; this is an earlier state");
    if (engine::isWithheld(entry))
        parts += tr("you may not read it");
    return parts.join(QStringLiteral(", "));
}

QVariant FolderModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &row = this->row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::DecorationRole:
        return index.column() == Name ? QVariant(icon(row.version->entry.type)) : QVariant();
    case Qt::BackgroundRole:
        return row.change == EntryChange::None ? QVariant() : changeTint(row.change);
    case Qt::ForegroundRole: // what styles have for what is switched off can be too faint to be read
        return engine::isWithheld(row.version->entry)
                   ? QVariant(QApplication::palette().brush(QPalette::PlaceholderText))
                   : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == Size || index.column() == Versions ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                                    : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return index.column() == Name ? description(row) : text(row, index.column());
    case NameRole:
        return row.item->name;
    case IsFolderRole:
        return row.version->entry.isDirectory();
    case ChangeRole:
        return int(row.change);
    default:
        return {};
    }
}

Qt::ItemFlags FolderModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    if (engine::isWithheld(row(index.row()).version->entry))
        return Qt::ItemNeverHasChildren;
    return QAbstractTableModel::flags(index) | Qt::ItemIsDragEnabled;
}

QModelIndexList FolderModel::match(const QModelIndex &start, int role, const QVariant &value, int hits,
                                   Qt::MatchFlags flags) const
{
    const bool isName = role == Qt::DisplayRole && start.column() == Name;
    return QAbstractTableModel::match(start, isName ? int(NameRole) : role, value, hits, flags);
}

QVariant FolderModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && (section == Size || section == Versions))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Size:
        return tr("Size");
    case Changed:
        return tr("Changed");
    case Versions:
        return tr("Versions");
    default:
        return {};
    }
}

} // namespace backspool::browser
