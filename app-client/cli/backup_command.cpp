#include "agent/service_policy.h"
#include "backup/backup_commands.h"
#include "cli/selection_file.h"
#include "cli/session.h"
#include "cli/skipped_files.h"
#include "console/human.h"
#include "console/json_output.h"
#include "console/progress_bar.h"

#include <thread>

namespace backspool::cli {

namespace {

/// For which a refused backup is tried again: who waits at a terminal, or a timer's next hour.
constexpr std::chrono::hours kPatience{1};
constexpr std::chrono::milliseconds kStopLook{100};

/// The selection to back up, as the command line changes it.
Result<policy::Selection> selectionFor(const CommandContext &context, const policy::Selection &before,
                                       QStringList &notes)
{
    const auto paths = context.arguments.positionals(QStringLiteral("PATH"));
    const auto patterns = context.arguments.values(QStringLiteral("exclude"));
    auto selection = before;
    if (!paths.empty()) {
        selection.paths.clear();
        for (const auto &typed : paths)
            TRY(select(selection, typed, notes));
        if (!patterns.empty())
            selection.excludes.clear();
    }
    for (const auto &pattern : patterns) {
        if (std::ranges::find(selection.excludes, pattern) == selection.excludes.end())
            TRY(selection.addExclude(pattern));
    }
    return selection;
}

double seconds(std::chrono::nanoseconds time)
{
    return std::chrono::duration<double>(time).count();
}

void printReportAsJson(const engine::BackupReport &report, const SelectionDifference &difference)
{
    const auto &statistics = report.statistics;
    QJsonArray skipped;
    for (const auto &file : report.skipped)
        skipped.append(skippedToJson(file.path, file.reason));
    QJsonArray dropped;
    for (const auto &file : report.dropped)
        dropped.append(skippedToJson(file.path, file.reason));
    QJsonArray failures;
    for (const auto &failure : report.commandFailures) {
        auto entry = console::errorToJson(failure.error);
        entry[QStringLiteral("phase")] = failure.phase;
        failures.append(entry);
    }
    QJsonArray groups;
    for (const auto &group : report.groups)
        groups.append(group.toJson());
    console::printJson({{QStringLiteral("point"), qint64(report.point.value)},
                        {QStringLiteral("started"), console::isoTime(report.started)},
                        {QStringLiteral("ended"), console::isoTime(report.ended)},
                        {QStringLiteral("files"), qint64(statistics.files)},
                        {QStringLiteral("directories"), qint64(statistics.directories)},
                        {QStringLiteral("bytes"), qint64(statistics.bytes)},
                        {QStringLiteral("files_new"), qint64(statistics.filesNew)},
                        {QStringLiteral("files_modified"), qint64(statistics.filesModified)},
                        {QStringLiteral("files_redundant"), qint64(statistics.filesRedundant)},
                        {QStringLiteral("files_unchanged"), qint64(statistics.filesUnchanged)},
                        {QStringLiteral("files_deleted"), qint64(statistics.filesDeleted)},
                        {QStringLiteral("files_renamed"), qint64(statistics.filesRenamed)},
                        {QStringLiteral("files_skipped"), qint64(statistics.filesSkipped)},
                        {QStringLiteral("files_inconsistent"), qint64(report.inconsistent)},
                        {QStringLiteral("files_left_out"), qint64(report.filesLeftOut)},
                        {QStringLiteral("groups"), groups},
                        {QStringLiteral("group_counts"), engine::groupCountsToJson(report.groupCounts)},
                        {QStringLiteral("command_failures"), failures},
                        {QStringLiteral("bytes_read"), qint64(statistics.bytesRead)},
                        {QStringLiteral("bytes_sent"), qint64(report.wire.sent)},
                        {QStringLiteral("bytes_received"), qint64(report.wire.received)},
                        {QStringLiteral("seconds"), seconds(report.duration)},
                        {QStringLiteral("skipped"), skipped},
                        {QStringLiteral("dropped"), dropped},
                        {QStringLiteral("selection"), toJson(difference)}});
}

void printReport(const engine::BackupReport &report)
{
    using console::byteSize;
    using console::count;
    const auto &statistics = report.statistics;
    for (const auto &file : report.skipped)
        printSkipped(file.path, file.reason);
    for (const auto &failure : report.commandFailures)
        console::printNote(console::printableText(failure.error.text()));
    for (const auto &group : report.groups) {
        if (group.protection == engine::Protection::None)
            console::printNote(QStringLiteral("inconsistent %1: %2")
                                   .arg(console::printablePath(group.path), console::printableText(group.reason)));
    }
    if (statistics.filesSkipped > report.skipped.size())
        console::printNote(
            QStringLiteral("... and %1 more").arg(count(statistics.filesSkipped - report.skipped.size())));
    for (const auto &file : report.dropped)
        console::printNote(QStringLiteral("no longer in the point: %1: %2")
                               .arg(console::printablePath(file.path), console::printableText(file.reason)));
    console::printLine(QStringLiteral("Point %1 of %2: %3 files (%4) in %5 folders")
                           .arg(report.point.value)
                           .arg(console::localTime(report.started), count(statistics.files),
                                byteSize(ByteCount(statistics.bytes)), count(statistics.directories)));
    QStringList parts = {QStringLiteral("%1 new").arg(count(statistics.filesNew)),
                         QStringLiteral("%1 modified").arg(count(statistics.filesModified)),
                         QStringLiteral("%1 known to the service").arg(count(statistics.filesRedundant)),
                         QStringLiteral("%1 unchanged").arg(count(statistics.filesUnchanged)),
                         QStringLiteral("%1 deleted").arg(count(statistics.filesDeleted))};
    if (statistics.filesSkipped > 0)
        parts += QStringLiteral("%1 skipped").arg(count(statistics.filesSkipped));
    if (report.filesLeftOut > 0)
        parts += QStringLiteral("%1 left out for size or age").arg(count(report.filesLeftOut));
    if (report.inconsistent > 0)
        parts += QStringLiteral("%1 changed while they were read").arg(count(report.inconsistent));
    console::printLine(QStringLiteral("  ") + parts.join(QStringLiteral(", ")));
    console::printLine(QStringLiteral("  read %1, sent %2, in %3")
                           .arg(byteSize(ByteCount(statistics.bytesRead)), byteSize(ByteCount(report.wire.sent)),
                                console::duration(report.duration)));
}

Status waitFor(const CommandContext &context, std::chrono::seconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
        TRY(context.stop.token().check());
        std::this_thread::sleep_for(kStopLook);
    }
    return {};
}

/// Comes again where the service has too many backups just now, as it asks.
Result<engine::BackupReport> backUp(CommandContext &context, std::unique_ptr<Session> session,
                                    const engine::BackupOptions &options, const policy::CommandPolicy &commands)
{
    const SystemClock clock;
    const auto giveUp = clock.steadyNow() + kPatience;
    for (;;) {
        // The service ends what is silent for as long as a command may take.
        if (!commands.before.empty())
            session.reset();
        auto report = engine::runWithCommands(commands, context.stop.token(), [&]() -> Result<engine::BackupReport> {
            if (!session)
                session = TRY(Session::connect(context));
            console::ProgressBar progress(QStringLiteral("Backing up"), QStringLiteral("files"),
                                          console::progressForm(context.output()));
            auto made = engine::runBackup(session->connection(), session->identity(), context.state, clock, options,
                                          progress, context.stop.token());
            progress.finish();
            return made;
        });
        const auto retryAfter = report ? std::nullopt : report.error().retryAfter();
        if (!retryAfter || clock.steadyNow() + *retryAfter > giveUp)
            return report;
        session.reset();
        console::printNote(QStringLiteral("%1; trying again in %2 s")
                               .arg(console::printableText(report.error().text()))
                               .arg(qint64(retryAfter->count())));
        TRY(waitFor(context, *retryAfter));
    }
}

} // namespace

Result<int> backup(CommandContext &context)
{
    const auto before = TRY(loadSelection(context));
    QStringList notes;
    const auto selection = TRY(selectionFor(context, before, notes));
    const auto difference = differenceOf(before, selection);
    if (selection.paths.empty())
        return console::wrongUsage(
            context.program, context.arguments,
            QStringLiteral("Nothing is selected yet: name what to protect, as in: backspool-agent backup ~/Documents"));
    auto session = TRY(Session::connect(context));
    if (!difference.isEmpty())
        TRY(saveSelection(context, selection));
    if (!context.isJson()) {
        for (const auto &line : notes + describe(difference))
            console::printNote(line);
    }

    engine::BackupOptions options;
    options.paths = selection.paths;
    if (const auto asked = engine::askServicePolicy(context.state, session->connection()); !asked)
        console::printNote(console::printableText(asked.error().text()));
    const auto inForce = policyInForce(context);
    for (const auto &error : inForce.refused)
        console::printNote(console::printableText(error.text()));
    options.excludes = inForce.policy.excludesFor(selection.paths, selection.excludes);
    if (inForce.policy.systemInformation)
        options.systemInformation = engine::gatherSystemDocument;
    options.criteria = inForce.policy.exclusions.criteria;
    options.active = inForce.policy.active;
    const auto report = TRY(backUp(context, std::move(session), options, inForce.policy.commands));
    if (context.isJson())
        printReportAsJson(report, difference);
    else
        printReport(report);
    return report.statistics.filesSkipped > 0 || !report.commandFailures.empty() ? console::FilesSkipped
                                                                                 : console::Done;
}

} // namespace backspool::cli
