#include "cli/selection_file.h"

#include "cli/user_path.h"
#include "console/human.h"
#include "console/json_output.h"

namespace backspool::cli {

Result<policy::Selection> loadSelection(const CommandContext &context)
{
    auto selection = policy::Selection::load(context.state.selectionFile());
    if (!selection && selection.error().kind() == ErrorKind::NotFound)
        return policy::Selection{};
    return selection;
}

Status saveSelection(const CommandContext &context, const policy::Selection &selection)
{
    TRY(context.state.create());
    return selection.save(context.state.selectionFile());
}

namespace {

/// What is in @p all and not in @p others.
std::vector<QByteArray> missingFrom(const std::vector<QByteArray> &others, const std::vector<QByteArray> &all)
{
    std::vector<QByteArray> result;
    for (const auto &one : all) {
        if (std::ranges::find(others, one) == others.end())
            result.push_back(one);
    }
    return result;
}

void addLines(QStringList &lines, const QString &what, const std::vector<QByteArray> &values)
{
    for (const auto &value : values)
        lines += what + QLatin1Char(' ') + console::printablePath(value);
}

} // namespace

SelectionDifference differenceOf(const policy::Selection &before, const policy::Selection &after)
{
    return {missingFrom(before.paths, after.paths), missingFrom(after.paths, before.paths),
            missingFrom(before.excludes, after.excludes), missingFrom(after.excludes, before.excludes)};
}

QStringList describe(const SelectionDifference &difference)
{
    QStringList lines;
    addLines(lines, QStringLiteral("selected:"), difference.added);
    addLines(lines, QStringLiteral("no longer selected:"), difference.dropped);
    addLines(lines, QStringLiteral("left out:"), difference.excludesAdded);
    addLines(lines, QStringLiteral("no longer left out:"), difference.excludesDropped);
    return lines;
}

QJsonArray pathsToJson(const QString &key, const std::vector<QByteArray> &paths)
{
    QJsonArray array;
    for (const auto &path : paths) {
        QJsonObject object;
        console::putPath(object, key, path);
        array.append(object);
    }
    return array;
}

QJsonObject toJson(const SelectionDifference &difference)
{
    const QString path = QStringLiteral("path");
    const QString pattern = QStringLiteral("pattern");
    return {{QStringLiteral("added"), pathsToJson(path, difference.added)},
            {QStringLiteral("dropped"), pathsToJson(path, difference.dropped)},
            {QStringLiteral("excludes_added"), pathsToJson(pattern, difference.excludesAdded)},
            {QStringLiteral("excludes_dropped"), pathsToJson(pattern, difference.excludesDropped)}};
}

Status select(policy::Selection &selection, const QByteArray &typed, QStringList &notes)
{
    const auto real = TRY(pathToProtect(typed));
    if (real.wasLink)
        notes += QStringLiteral("%1 is a link to the folder %2, which is what is selected")
                     .arg(console::printablePath(typed), console::printablePath(real.path));
    const auto change = TRY(selection.addPath(real.path));
    if (!change.coveredBy.isEmpty() && change.coveredBy != real.path)
        notes += QStringLiteral("%1 is selected already, with %2")
                     .arg(console::printablePath(real.path), console::printablePath(change.coveredBy));
    return {};
}

} // namespace backspool::cli
