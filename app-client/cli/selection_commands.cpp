#include "backup/settings_lock.h"
#include "cli/selection_file.h"
#include "cli/user_path.h"
#include "console/human.h"
#include "console/json_output.h"
#include "policy/normalised_path.h"

namespace backspool::cli {

namespace {

/// Carries @p change out on the selection, saves it and says what became of it.
template <class Change> Result<int> changeSelection(CommandContext &context, Change change)
{
    const auto lock = TRY(engine::lockSettings(context.state));
    const auto before = TRY(loadSelection(context));
    auto after = before;
    QStringList notes;
    TRY(change(after, notes));
    const auto difference = differenceOf(before, after);
    if (!(after == before))
        TRY(saveSelection(context, after));
    if (context.isJson()) {
        console::printJson(toJson(difference));
        return console::Done;
    }
    for (const auto &note : notes)
        console::printNote(note);
    const auto lines = describe(difference);
    for (const auto &line : lines)
        console::printLine(line);
    if (lines.isEmpty())
        console::printLine(QStringLiteral("The selection is as it was."));
    return console::Done;
}

/// The one of @p meanings that is selected; else one that lies in what is, which is then said; else the first.
QByteArray selectedPath(const policy::Selection &selection, const std::vector<QByteArray> &meanings)
{
    for (const auto &path : meanings) {
        if (std::ranges::find(selection.paths, path) != selection.paths.end())
            return path;
    }
    for (const auto &path : meanings) {
        if (std::ranges::any_of(selection.paths,
                                [&](const QByteArray &selected) { return policy::isWithin(path, selected); }))
            return path;
    }
    return meanings.front();
}

} // namespace

Result<int> listSelection(CommandContext &context)
{
    const auto selection = TRY(loadSelection(context));
    if (context.isJson()) {
        console::printJson({{QStringLiteral("paths"), pathsToJson(QStringLiteral("path"), selection.paths)},
                            {QStringLiteral("excludes"), pathsToJson(QStringLiteral("pattern"), selection.excludes)}});
        return console::Done;
    }
    if (selection.paths.empty())
        console::printLine(QStringLiteral("Nothing is selected yet: backspool-agent backup PATH..."));
    for (const auto &path : selection.paths)
        console::printLine(console::printablePath(path));
    for (const auto &pattern : selection.excludes)
        console::printLine(QStringLiteral("left out: ") + console::printablePath(pattern));
    return console::Done;
}

Result<int> addToSelection(CommandContext &context)
{
    return changeSelection(context, [&](policy::Selection &selection, QStringList &notes) -> Status {
        for (const auto &typed : context.arguments.positionals(QStringLiteral("PATH")))
            TRY(select(selection, typed, notes));
        return {};
    });
}

Result<int> removeFromSelection(CommandContext &context)
{
    return changeSelection(context, [&](policy::Selection &selection, QStringList &) -> Status {
        for (const auto &typed : context.arguments.positionals(QStringLiteral("PATH"))) {
            if (std::ranges::find(selection.excludes, typed) != selection.excludes.end()) {
                TRY(selection.removeExclude(typed));
                continue;
            }
            // A path that is gone, or leads elsewhere by now, can still be taken out.
            TRY(selection.removePath(selectedPath(selection, TRY(meaningsOf(typed)))));
        }
        return {};
    });
}

Result<int> excludeFromSelection(CommandContext &context)
{
    return changeSelection(context, [&](policy::Selection &selection, QStringList &) -> Status {
        for (const auto &pattern : context.arguments.positionals(QStringLiteral("PATTERN")))
            TRY(selection.addExclude(pattern));
        return {};
    });
}

} // namespace backspool::cli
