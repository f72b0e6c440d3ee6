#include "backup/backup_commands.h"

#include "backup/command_runner.h"
#include "core/logging.h"

namespace backspool::engine {

namespace {

/// The last that a command said is the reason, as a rule.
QString lastLine(const QByteArray &output)
{
    constexpr qsizetype kShown = 300;
    return QString::fromUtf8(output.trimmed()).section(QLatin1Char('\n'), -1).left(kShown).trimmed();
}

/// Nothing where it succeeded.
std::optional<CommandFailure> run(const QString &phase, const policy::CommandPolicy::Arguments &command,
                                  std::vector<QByteArray> variables, std::chrono::seconds time,
                                  const CancelToken &cancel)
{
    if (command.empty())
        return std::nullopt;
    variables.push_back("BACKSPOOL_PHASE=" + phase.toUtf8());
    const auto outcome = runCommand(command, variables, time, cancel);
    for (const auto &line : outcome.output.split('\n')) {
        if (!line.trimmed().isEmpty())
            qCInfo(logEngine) << "command" << qUtf8Printable(phase) << "the backup:" << line;
    }
    if (outcome.status)
        return std::nullopt;
    QString text = outcome.status.error().text();
    if (const QString said = lastLine(outcome.output); !said.isEmpty())
        text += QStringLiteral(": ") + said;
    const Error error(outcome.status.error().kind(), text);
    return CommandFailure{
        phase, error.withContext(
                   QStringLiteral("the command %1 the backup (%2)").arg(phase, QString::fromUtf8(command.front())))};
}

Error withMore(const Error &error, const Error &more)
{
    const Error both(error.kind(), error.text() + QStringLiteral("; ") + more.text());
    return error.retryAfter() ? both.withRetryAfter(*error.retryAfter()) : both;
}

std::vector<QByteArray> told(const Result<BackupReport> &result)
{
    if (result)
        return {"BACKSPOOL_RESULT=done", "BACKSPOOL_POINT=" + QByteArray::number(qulonglong(result->point.value))};
    const bool isCancelled = result.error().kind() == ErrorKind::Cancelled;
    return {isCancelled ? "BACKSPOOL_RESULT=cancelled" : "BACKSPOOL_RESULT=failed",
            "BACKSPOOL_ERROR=" + result.error().text().toUtf8()};
}

} // namespace

Result<BackupReport> runWithCommands(const policy::CommandPolicy &commands, const CancelToken &cancel,
                                     const std::function<Result<BackupReport>()> &backup)
{
    const auto before = run(QStringLiteral("before"), commands.before, {}, commands.timeout, cancel);
    const bool isStopped = cancel.isCancelled();
    auto result = before && (commands.mustSucceed || isStopped) ? Result<BackupReport>(fail(before->error)) : backup();
    if (!result && cancel.isCancelled())
        result = fail(ErrorKind::Cancelled, result.error().text());
    // It is what brings an application back to work: nothing may keep it from that.
    const CancelToken never;
    const auto after = run(QStringLiteral("after"), commands.after, told(result), commands.timeout, never);
    if (!result) {
        if (after)
            result = fail(withMore(result.error(), after->error));
        return result;
    }
    for (const auto &failure : {before, after}) {
        if (failure)
            result->commandFailures.push_back(*failure);
    }
    return result;
}

} // namespace backspool::engine
