#include "restore-browser/folder_model.h"

#include "format/directory_entry.h"
#include "restore-browser/change_tint.h"
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
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
    } else {
        exchange(std::move(rows));
        // How many versions there are is told when all of them are known.
        if (before_->isWhole() != timeline_->isWhole() && !rows_.empty())
            Q_EMIT dataChanged(index(0, Versions), index(int(rows_.size()) - 1, Versions));
    }
    before_.reset();
}

/// Both in order of names: gone ones go, new ones come, and the others stay what a view knows them as.
void FolderModel::exchange(std::vector<FolderRow> rows)
{
    std::vector<int> gone, come; // places in the rows before, and in the new ones
    for (size_t i = 0, j = 0; i < rows_.size() || j < rows.size();) {
        const int order = orderAt(rows_, i, rows, j);
        if (order < 0)
            gone.push_back(int(i));
        if (order > 0)
            come.push_back(int(j));
        i += order <= 0;
        j += order >= 0;
    }
    if (gone.size() + come.size() > kMostSteps) {
        beginResetModel();
        rows_ = std::move(rows);
        endResetModel();
        return;
    }
    for (const int row : gone | std::views::reverse) {
        beginRemoveRows({}, row, row);
        rows_.erase(rows_.begin() + row);
        endRemoveRows();
    }
    // All at once, and told at once: who orders them must not meet rows of two timelines, nor such whose place was not
    // looked at yet.
    std::optional<std::pair<int, int>> other;
    size_t at = 0;
    for (size_t next = 0, came = 0; next < rows.size(); ++next) {
        if (came < come.size() && come[came] == int(next)) {
            ++came;
            continue;
        }
        if (!isSame(rows_[at], rows[next]))
            other = {other ? other->first : int(at), int(at)};
        rows_[at++] = rows[next];
    }
    if (other)
        Q_EMIT dataChanged(index(other->first, 0), index(other->second, ColumnCount - 1));
    for (const int row : come) {
        beginInsertRows({}, row, row);
        rows_.insert(rows_.begin() + row, rows[size_t(row)]);
        endInsertRows();
    }
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
    const auto found = std::ranges::find_if(rows_, [&](const FolderRow &row) { return row.item->name == name; });
    return found == rows_.end() ? -1 : int(found - rows_.begin());
}

int FolderModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
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
    return parts.join(QStringLiteral(", "));
}

QVariant FolderModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto &row = rows_[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::DecorationRole:
        return index.column() == Name ? QVariant(icon(row.version->entry.type)) : QVariant();
    case Qt::BackgroundRole:
        return row.change == EntryChange::None ? QVariant() : changeTint(row.change);
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
