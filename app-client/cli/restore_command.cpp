#include "cli/point_path.h"
#include "cli/session.h"
#include "cli/skipped_files.h"
#include "cli/user_path.h"
#include "console/human.h"
#include "console/json_output.h"
#include "console/progress_bar.h"
#include "restore/restore_run.h"

#include <QSysInfo>

namespace backspool::cli {

namespace {

/// In the JSON object; more are only counted.
constexpr qsizetype kMostListed = 10'000;

QString wordFor(engine::RestoreProblem::Kind kind)
{
    switch (kind) {
    case engine::RestoreProblem::Skipped:
        return QStringLiteral("skipped");
    case engine::RestoreProblem::Failed:
        return QStringLiteral("failed");
    case engine::RestoreProblem::Incomplete:
        return QStringLiteral("incomplete");
    }
    return {};
}

/// Names what happens on stderr as it happens, or keeps it for the JSON object.
class Events final : public engine::RestoreEvents
{
public:
    Events(console::OutputForm form, console::ProgressBar &bar) : form_(form), bar_(bar) {}

    void problem(const engine::RestoreProblem &problem) override
    {
        if (form_ == console::OutputForm::Text) {
            bar_.note(QStringLiteral("%1 %2: %3")
                          .arg(wordFor(problem.kind), console::printablePath(problem.path),
                               console::printableText(problem.reason)));
            return;
        }
        const std::lock_guard lock(mutex_);
        auto &list = problems_[wordFor(problem.kind)];
        if (list.size() < kMostListed)
            list.append(skippedToJson(problem.path, problem.reason));
    }

    void planned(engine::RestoreAction action, const QByteArray &path) override
    {
        if (action == engine::RestoreAction::Leave || action == engine::RestoreAction::Merge)
            return;
        if (form_ == console::OutputForm::Text) {
            const std::lock_guard lock(mutex_);
            console::printLine(
                QStringLiteral("%1 %2").arg(engine::actionName(action), -12).arg(console::printablePath(path)));
            return;
        }
        QJsonObject row{{QStringLiteral("action"), engine::actionName(action)}};
        console::putPath(row, QStringLiteral("path"), path);
        const std::lock_guard lock(mutex_);
        if (actions_.size() < kMostListed)
            actions_.append(row);
    }

    void keptAside(const QByteArray &path, const QByteArray &name) override
    {
        if (form_ == console::OutputForm::Text) {
            bar_.note(QStringLiteral("kept %1 as %2").arg(console::printablePath(path), console::printablePath(name)));
            return;
        }
        QJsonObject row;
        console::putPath(row, QStringLiteral("path"), path);
        console::putPath(row, QStringLiteral("kept_as"), name);
        const std::lock_guard lock(mutex_);
        if (kept_.size() < kMostListed)
            kept_.append(row);
    }

    const QJsonArray &kept() const { return kept_; }
    QJsonArray problems(const QString &kind) const { return problems_.value(kind); }
    const QJsonArray &actions() const { return actions_; }

private:
    const console::OutputForm form_;
    console::ProgressBar &bar_;
    std::mutex mutex_; ///< guards what follows, and stdout
    QMap<QString, QJsonArray> problems_;
    QJsonArray actions_;
    QJsonArray kept_;
};

std::optional<engine::OnConflict> onConflictOf(const QString &text)
{
    if (text.isEmpty() || text == QLatin1StringView("skip"))
        return engine::OnConflict::Skip;
    if (text == QLatin1StringView("overwrite"))
        return engine::OnConflict::Overwrite;
    if (text == QLatin1StringView("keep-both"))
        return engine::OnConflict::KeepBoth;
    return std::nullopt;
}

void printReport(const engine::RestoreReport &report, const protocol::PointSummary &point, bool dryRun,
                 std::chrono::nanoseconds time)
{
    using console::count;
    QStringList parts = {QStringLiteral("%1 files").arg(count(report.filesRestored))};
    if (report.folders > 0)
        parts += QStringLiteral("%1 folders made").arg(count(report.folders));
    if (report.filesUnchanged > 0)
        parts += QStringLiteral("%1 right already").arg(count(report.filesUnchanged));
    if (report.filesSkipped > 0)
        parts += QStringLiteral("%1 skipped").arg(count(report.filesSkipped));
    if (report.filesFailed > 0)
        parts += QStringLiteral("%1 failed").arg(count(report.filesFailed));
    if (report.filesIncomplete > 0)
        parts += QStringLiteral("%1 not complete").arg(count(report.filesIncomplete));
    const QString what = dryRun ? QStringLiteral("Would restore") : QStringLiteral("Restored");
    QString line = QStringLiteral("%1 from point %2 of %3: %4")
                       .arg(what)
                       .arg(point.id.value)
                       .arg(console::localTime(point.started), parts.join(QStringLiteral(", ")));
    if (!dryRun)
        line += QStringLiteral("; %1 in %2")
                    .arg(console::byteSize(ByteCount(report.bytesWritten)), console::duration(time));
    console::printLine(line);
}

QJsonObject toJson(const engine::RestoreReport &report, const Events &events, bool dryRun)
{
    QJsonObject object{{QStringLiteral("point"), qint64(report.point.value)},
                       {QStringLiteral("dry_run"), dryRun},
                       {QStringLiteral("files_restored"), qint64(report.filesRestored)},
                       {QStringLiteral("files_unchanged"), qint64(report.filesUnchanged)},
                       {QStringLiteral("files_skipped"), qint64(report.filesSkipped)},
                       {QStringLiteral("files_failed"), qint64(report.filesFailed)},
                       {QStringLiteral("files_incomplete"), qint64(report.filesIncomplete)},
                       {QStringLiteral("directories_made"), qint64(report.folders)},
                       {QStringLiteral("bytes_written"), qint64(report.bytesWritten)}};
    for (const auto &kind : {QStringLiteral("skipped"), QStringLiteral("failed"), QStringLiteral("incomplete")})
        object[kind] = events.problems(kind);
    object[QStringLiteral("kept_aside")] = events.kept();
    if (dryRun)
        object[QStringLiteral("actions")] = events.actions();
    return object;
}

} // namespace

Result<int> restore(CommandContext &context)
{
    const auto &arguments = context.arguments;
    const auto onConflict = onConflictOf(arguments.text(QStringLiteral("on-conflict")));
    if (!onConflict)
        return console::wrongUsage(context.program, arguments,
                                   QStringLiteral("--on-conflict is skip, overwrite or keep-both, not \"%1\".")
                                       .arg(arguments.text(QStringLiteral("on-conflict"))));
    engine::RestoreOptions options;
    options.onConflict = *onConflict;
    options.dryRun = arguments.has(QStringLiteral("dry-run"));
    options.host = QSysInfo::machineHostName();
    if (arguments.has(QStringLiteral("to")))
        options.to = TRY(absolutePath(arguments.value(QStringLiteral("to"))));

    TRY(context.state.create());
    const auto reading = TRY(ReadingSession::connect(context));
    auto &session = reading->session();
    const auto point = TRY(engine::choosePoint(session.service(), arguments.text(QStringLiteral("point"))));
    const auto opened = TRY(engine::PointReader::open(session.service(), reading->nodes(), point.id));
    for (const auto &typed : arguments.positionals(QStringLiteral("PATH")))
        options.paths.push_back(TRY(choosePath(typed, lookupIn(opened))));
    const auto started = std::chrono::steady_clock::now();
    console::ProgressBar progress(QStringLiteral("Restoring"), QStringLiteral("files"),
                                  options.dryRun ? console::ProgressForm::None
                                                 : console::progressForm(context.output()));
    Events events(context.output(), progress);
    const engine::RestoreState state{context.state.knownContentsFile(), context.state.journalFile()};
    const auto report = TRY(engine::runRestore(session.service(), session.verifier(), point.id, state, options, events,
                                               progress, context.stop.token()));
    progress.finish();
    const auto time = std::chrono::steady_clock::now() - started;
    if (context.isJson()) {
        auto object = toJson(report, events, options.dryRun);
        object[QStringLiteral("bytes_received")] = qint64(session.connection().wireCount().received);
        object[QStringLiteral("seconds")] = std::chrono::duration<double>(time).count();
        console::printJson(object);
    } else {
        printReport(report, point, options.dryRun, time);
    }
    return report.hasProblems() ? console::FilesSkipped : console::Done;
}

} // namespace backspool::cli
