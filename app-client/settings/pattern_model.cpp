#include "settings/pattern_model.h"

#include "policy/default_exclusions.h"
#include "policy/policy_fields.h"
#include "restore-browser/texts.h"

#include <QLocale>

namespace backspool::settings {

PatternModel::PatternModel(SettingsDraft &draft, SelectionCount &count, QObject *parent)
    : QAbstractTableModel(parent), draft_(draft), count_(count)
{
    connect(&count_, &SelectionCount::patternsChanged, this, [this] {
        beginResetModel();
        endResetModel();
    });
    connect(&count_, &SelectionCount::counted, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, Files), index(rowCount() - 1, Size), {Qt::DisplayRole});
    });
}

// The order is that of Policy::excludesFor().

size_t PatternModel::firstOwn() const
{
    return count_.patterns().size() - draft_.policy().exclusions.finalPatterns.size() -
           draft_.wanted().selection.excludes.size();
}

std::optional<size_t> PatternModel::placeOfOwn(const QModelIndex &index) const
{
    const auto row = size_t(index.row());
    if (!index.isValid() || row < firstOwn() || row - firstOwn() >= draft_.wanted().selection.excludes.size())
        return std::nullopt;
    return row - firstOwn();
}

QString PatternModel::originOf(size_t row) const
{
    const auto &policies = draft_.wanted().policies;
    const auto isFinal = [](const policy::PolicyFile &file) { return file.locked.contains(policy::kPatternsField); };
    if (draft_.policy().exclusions.defaultList) {
        const auto usual = policy::defaultExclusions(draft_.wanted().selection.paths).size();
        if (row < usual)
            return tr("Usual list");
        row -= usual;
    }
    struct Part
    {
        size_t count;
        QString origin;
    };
    const QString all = tr("For all computers"), computer = tr("For this computer");
    const auto part = [&](const policy::PolicyFile &file, const QString &origin, bool isLast) {
        return Part{isFinal(file) == isLast ? file.patterns.size() : 0, origin};
    };
    for (const auto &[count, origin] : {part(policies.service, all, false), part(policies.network, computer, false),
                                        Part{policies.user.patterns.size(), tr("You, in policy.json")},
                                        Part{draft_.wanted().selection.excludes.size(), tr("You")},
                                        part(policies.network, computer, true), part(policies.service, all, true)}) {
        if (row < count)
            return origin;
        row -= count;
    }
    return {};
}

int PatternModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(count_.patterns().size());
}

int PatternModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant PatternModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || size_t(index.row()) >= count_.patterns().size())
        return {};
    const auto row = size_t(index.row());
    if (role == Qt::TextAlignmentRole && (index.column() == Files || index.column() == Size))
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == Pattern && count_.patterns()[row].startsWith('!'))
        return tr("Takes in again what a pattern before it leaves out.");
    if (role != Qt::DisplayRole)
        return {};
    const auto &count = count_.count();
    switch (index.column()) {
    case Pattern:
        return browser::pathText(count_.patterns()[row]);
    case Files:
        return count && row < count->byPattern.size() ? QLocale().toString(qulonglong(count->byPattern[row].files))
                                                      : QStringLiteral("\u2026");
    case Size:
        return count && row < count->byPattern.size() ? browser::sizeText(count->byPattern[row].bytes)
                                                      : QStringLiteral("\u2026");
    case From:
        return originOf(row);
    default:
        return {};
    }
}

Qt::ItemFlags PatternModel::flags(const QModelIndex &index) const
{
    // What an administrator has set is shown, and can be selected to be read; it looks as what cannot be changed.
    return placeOfOwn(index) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::ItemIsSelectable;
}

QVariant PatternModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Pattern:
        return tr("Pattern");
    case Files:
        return tr("Files");
    case Size:
        return tr("Size");
    default:
        return tr("From");
    }
}

} // namespace backspool::settings
