#include "agent/agent_client.h"
#include "agent/service_policy.h"
#include "backup/backup_commands.h"
#include "backup/backup_options.h"
#include "backup/backup_run.h"
#include "backup/settings_lock.h"
#include "cli/backup_output.h"
#include "cli/selection_file.h"
#include "cli/session.h"
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

/// By this program.
Result<QJsonObject> backUpHere(CommandContext &context, std::unique_ptr<Session> session,
                               const policy::Selection &selection)
{
    if (const auto asked = engine::askServicePolicy(context.state, session->connection()); !asked)
        console::printNote(console::printableText(asked.error().text()));
    const auto inForce = policyInForce(context);
    for (const auto &error : inForce.refused)
        console::printNote(console::printableText(error.text()));
    const SystemClock clock;
    const auto options = engine::backupOptions(inForce.policy, selection, context.state, clock);
    return TRY(backUp(context, std::move(session), options, inForce.policy.commands)).toJson();
}

/// By the agent that runs, which knows what was written since its last backup.
Result<QJsonObject> backUpByAgent(const CommandContext &context, engine::AgentClient &agent)
{
    console::ProgressBar bar(QStringLiteral("Backing up"), QStringLiteral("files"),
                             console::progressForm(context.output()));
    auto report = agent.backUp(
        [&bar](const QJsonObject &status) {
            const auto progress = status[QStringLiteral("progress")];
            const auto number = [&](const char *key) { return uint64_t(progress[QLatin1StringView(key)].toInteger()); };
            if (progress.isObject())
                bar.progressed({.itemsDone = number("files"),
                                .itemsTotal = number("files_expected"),
                                .bytesDone = number("bytes_read")});
        },
        context.stop.token());
    bar.finish();
    return report;
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
    const auto agent = engine::AgentClient::connect(context.state);
    auto session = agent ? nullptr : TRY(Session::connect(context));
    if (!difference.isEmpty()) {
        const auto lock = TRY(engine::lockSettings(context.state));
        if (!(TRY(loadSelection(context)) == before))
            return fail(ErrorKind::Busy, QStringLiteral("another program has changed the selection meanwhile; nothing "
                                                        "was changed or backed up. Run the command again."));
        TRY(saveSelection(context, selection));
    }
    if (!context.isJson()) {
        for (const auto &line : notes + describe(difference))
            console::printNote(line);
    }
    auto report = TRY(agent ? backUpByAgent(context, **agent) : backUpHere(context, std::move(session), selection));
    if (context.isJson()) {
        report[QStringLiteral("selection")] = toJson(difference);
        console::printJson(report);
    } else {
        printBackup(report);
    }
    const bool isWhole = report[QStringLiteral("files_skipped")].toInteger() == 0 &&
                         report[QStringLiteral("command_failures")].toArray().isEmpty();
    return isWhole ? console::Done : console::FilesSkipped;
}

} // namespace backspool::cli
