#pragma once
/// The selection of this computer: read, changed, and what changed said.
#include "cli/command.h"
#include "policy/selection.h"

#include <QJsonArray>
#include <QJsonObject>

namespace backspool::cli {

/// Empty where none was made yet.
Result<policy::Selection> loadSelection(const CommandContext &context);
Status saveSelection(const CommandContext &context, const policy::Selection &selection);

/// What became of a selection, for people and as JSON.
struct SelectionDifference
{
    std::vector<QByteArray> added, dropped;
    std::vector<QByteArray> excludesAdded, excludesDropped;
    bool isEmpty() const
    {
        return added.empty() && dropped.empty() && excludesAdded.empty() && excludesDropped.empty();
    }
};
SelectionDifference differenceOf(const policy::Selection &before, const policy::Selection &after);
/// "Added to the selection: ...", one line each.
QStringList describe(const SelectionDifference &difference);
/// {"added": [{"path"}], "dropped": [...], "excludes_added": [{"pattern"}], "excludes_dropped": [...]}
QJsonObject toJson(const SelectionDifference &difference);

QJsonArray pathsToJson(const QString &key, const std::vector<QByteArray> &paths);

/// @p typed as a path to select, into @p selection; a note for people in @p notes where it is not what was typed.
Status select(policy::Selection &selection, const QByteArray &typed, QStringList &notes);

} // namespace backspool::cli
