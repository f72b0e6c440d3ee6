#include "activity/activity_model.h"

#include "restore-browser/texts.h"

#include <QIcon>
#include <QLocale>

namespace backspool::activity {

using Kind = engine::Activity::Kind;

QString resultText(const ActivityRow &row)
{
    const auto &activity = row.activity;
    switch (activity.kind) {
    case Kind::Failure:
        return ActivityModel::tr("No backup: %1").arg(activity.reason);
    case Kind::Waiting:
        return ActivityModel::tr("Waited: %1").arg(activity.reason);
    case Kind::Backup:
        break;
    }
    const auto problems = std::max(activity.problemCount, activity.statistics.filesSkipped);
    if (problems > 0)
        return ActivityModel::tr("Done, %Ln to look at", "files with problems",
                                 int(std::min<uint64_t>(problems, INT_MAX)));
    return ActivityModel::tr("Done");
}

void ActivityModel::setRows(std::vector<ActivityRow> rows)
{
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

const ActivityRow *ActivityModel::row(const QModelIndex &index) const
{
    return index.isValid() && size_t(index.row()) < rows_.size() ? &rows_[size_t(index.row())] : nullptr;
}

int ActivityModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(rows_.size());
}

int ActivityModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString ActivityModel::text(const ActivityRow &row, int column) const
{
    const auto &activity = row.activity;
    if (column == When)
        return browser::timeText(browser::dateTime(activity.time), QDateTime::currentDateTime());
    if (column == Result)
        return resultText(row);
    if (activity.kind != Kind::Backup)
        return {};
    const auto &statistics = activity.statistics;
    switch (column) {
    case Took: {
        const auto seconds = std::chrono::duration<double>(activity.duration).count();
        if (seconds < 60)
            return tr("%1 s", "seconds").arg(QLocale().toString(seconds, 'f', seconds < 10 ? 1 : 0));
        return tr("%1 min", "minutes").arg(QLocale().toString(seconds / 60, 'f', seconds < 600 ? 1 : 0));
    }
    case New:
        return QLocale().toString(qulonglong(statistics.filesNew));
    case Changed:
        return QLocale().toString(qulonglong(statistics.filesModified));
    case Read:
        return browser::sizeText(statistics.bytesRead);
    case Sent:
        return browser::sizeText(statistics.bytesSent);
    case Saved:
        return browser::sizeText(savedBytes(statistics));
    default:
        return {};
    }
}

QVariant ActivityModel::data(const QModelIndex &index, int role) const
{
    const auto *at = row(index);
    if (!at)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*at, index.column());
    case Qt::ToolTipRole:
        return index.column() == When     ? browser::exactTimeText(browser::dateTime(at->activity.time))
               : index.column() == Result ? resultText(*at)
                                          : QString();
    case Qt::TextAlignmentRole:
        return index.column() >= Took ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
        return {};
    }
}

QVariant ActivityModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= Took)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Saved)
        return tr("What was read and did not have to be sent: the backup service has it already, or it was made "
                  "smaller on the way.");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case When:
        return tr("When");
    case Result:
        return tr("What");
    case Took:
        return tr("Took");
    case New:
        return tr("New");
    case Changed:
        return tr("Changed");
    case Read:
        return tr("Read");
    case Sent:
        return tr("Sent");
    case Saved:
        return tr("Saved");
    default:
        return {};
    }
}

} // namespace backspool::activity
