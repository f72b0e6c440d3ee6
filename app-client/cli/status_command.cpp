#include "agent/agent_client.h"
#include "cli/selection_file.h"
#include "cli/session.h"
#include "console/human.h"
#include "console/json_output.h"

#include <QDateTime>
#include <QJsonArray>

namespace backspool::cli {

namespace {

/// All that `status` says.
struct AgentStatus
{
    std::optional<protocol::Identity> identity; ///< none: not enrolled
    policy::Selection selection;
    std::optional<Error> unreachable;
    std::optional<protocol::PointSummary> newest;
    WallTime serviceTime{};
    std::optional<QJsonObject> agent; ///< the running agent's report
};

Status askService(CommandContext &context, AgentStatus &status)
{
    const auto session = TRY(Session::connect(context));
    status.serviceTime = session->connection().hello().time;
    const auto page = TRY(session->service().listPoints({.limit = 1, .before = {}}));
    if (!page.points.empty())
        status.newest = page.points.front();
    return {};
}

void line(const char *what, const QString &text)
{
    console::printLine(QStringLiteral("%1 %2").arg(QLatin1StringView(what), -13).arg(text));
}

QString progressText(const QJsonObject &progress)
{
    const auto number = [&](const char *key) { return progress[QLatin1StringView(key)].toInteger(); };
    QStringList parts;
    const auto expected = number("files_expected");
    parts += expected > 0 ? QStringLiteral("%1 of about %2 files")
                                .arg(console::count(uint64_t(number("files"))), console::count(uint64_t(expected)))
                          : QStringLiteral("%1 files").arg(console::count(uint64_t(number("files"))));
    parts += QStringLiteral("%1 read, %2 a second")
                 .arg(console::byteSize(number("bytes_read")), console::byteSize(number("bytes_per_second")));
    if (progress.contains(QStringLiteral("seconds_left")))
        parts += QStringLiteral("about %1 left").arg(console::duration(std::chrono::seconds(number("seconds_left"))));
    return parts.join(QStringLiteral("; "));
}

/// In a terminal; "status --json" has more.
constexpr int kShownGroups = 20;

/// How files in use came into the last point of the running agent: how many by what, and which; those of no one moment
/// come first.
void printGroups(const QJsonObject &backup)
{
    const auto counts = backup[QStringLiteral("group_counts")].toObject();
    if (counts.isEmpty())
        return;
    QStringList parts;
    for (auto count = counts.begin(); count != counts.end(); ++count)
        parts += QStringLiteral("%1 %2")
                     .arg(count->toInteger())
                     .arg(count.key() == QStringLiteral("none") ? QStringLiteral("inconsistent") : count.key());
    line("In use:", console::printableText(parts.join(QStringLiteral(", "))));
    const auto groups = backup[QStringLiteral("groups")].toArray();
    for (int i = 0; i < std::min(kShownGroups, int(groups.size())); ++i) {
        const auto group = groups[i].toObject();
        const auto text = [&](const char *key) { return group[QLatin1StringView(key)].toString(); };
        const QString protection =
            text("reason").isEmpty() ? text("protection") : QStringLiteral("inconsistent: ") + text("reason");
        const QString kind = text("name").isEmpty() ? text("kind") : text("name");
        line("", console::printableText(QStringLiteral("%1 (%2): %3").arg(text("path"), kind, protection)));
    }
    if (groups.size() > kShownGroups)
        line("", QStringLiteral("... and more"));
}

/// Of the running agent's write log.
QString writeLogText(const QJsonObject &log)
{
    const auto backEnd = log[QStringLiteral("back_end")].toString();
    const auto since = QDateTime::fromString(log[QStringLiteral("since")].toString(), Qt::ISODate);
    auto text = log[QStringLiteral("valid")].toBool()
                    ? QStringLiteral("%1, changes are known since %2")
                          .arg(backEnd, console::localTime(fromUnixSeconds(since.toSecsSinceEpoch())))
                    : QStringLiteral("%1, the next backup looks at everything: %2")
                          .arg(backEnd, log[QStringLiteral("reason")].toString());
    if (const auto missed = log[QStringLiteral("missed")].toInteger(); missed > 0)
        text += QStringLiteral("; it has missed %1 changes, of %2 among others: please report this")
                    .arg(missed)
                    .arg(log[QStringLiteral("last_missed")].toString());
    return text;
}

/// What the running agent says of itself.
void printAgent(const QJsonObject &report)
{
    const auto text = [](const QJsonValue &value) { return console::printableText(value.toString()); };
    const auto reason = report[QStringLiteral("reason")];
    line("Agent:", text(report[QStringLiteral("state")]) + QStringLiteral(": ") + text(reason));
    if (const auto progress = report[QStringLiteral("progress")]; progress.isObject())
        line("Progress:", progressText(progress.toObject()));
    // Where the agent waits because of it, the reason has it already.
    QString error = report[QStringLiteral("error")][QStringLiteral("text")].toString();
    while (error.endsWith(QLatin1Char('.')))
        error.chop(1);
    if (!error.isEmpty() && !reason.toString().contains(error))
        line("Last error:", console::printableText(error));
    const auto errors = report[QStringLiteral("policy_errors")].toArray();
    for (const auto &refused : errors)
        line("Policy:", text(refused[QStringLiteral("text")]));
    if (const auto log = report[QStringLiteral("write_log")]; log.isObject())
        line("Write log:", console::printableText(writeLogText(log.toObject())));
    printGroups(report[QStringLiteral("last_backup")].toObject());
}

void print(const AgentStatus &status)
{
    if (!status.identity) {
        line("Service:",
             QStringLiteral("this computer is not enrolled: backspool-agent enrol --service ADDR:PORT --code CODE"));
    } else {
        line("Enrolled as:", console::printableText(status.identity->clientName));
        line("Service:", console::printableText(status.identity->service) +
                             (status.unreachable ? QStringLiteral(", not reachable: ") +
                                                       console::printableText(status.unreachable->text())
                                                 : QStringLiteral(", reachable")));
    }
    if (status.selection.paths.empty())
        line("Selection:", QStringLiteral("nothing yet: backspool-agent backup PATH..."));
    for (const auto &path : status.selection.paths)
        line("Selection:", console::printablePath(path));
    for (const auto &pattern : status.selection.excludes)
        line("Left out:", console::printablePath(pattern));
    if (status.agent)
        printAgent(*status.agent);
    if (!status.identity || status.unreachable)
        return;
    if (!status.newest) {
        line("Newest point:", QStringLiteral("none yet"));
        return;
    }
    line("Newest point:", QStringLiteral("%1 of %2, %3 ago: %4 files, %5")
                              .arg(status.newest->id.value)
                              .arg(console::localTime(status.newest->started),
                                   console::duration(status.serviceTime - status.newest->started),
                                   console::count(status.newest->statistics.files),
                                   console::byteSize(ByteCount(status.newest->statistics.bytes))));
}

QJsonObject toJson(const AgentStatus &status)
{
    QJsonObject object{{QStringLiteral("enrolled"), status.identity.has_value()},
                       {QStringLiteral("paths"), pathsToJson(QStringLiteral("path"), status.selection.paths)},
                       {QStringLiteral("excludes"), pathsToJson(QStringLiteral("pattern"), status.selection.excludes)}};
    if (status.agent)
        object[QStringLiteral("agent")] = *status.agent;
    if (!status.identity)
        return object;
    object[QStringLiteral("client")] = status.identity->clientName;
    object[QStringLiteral("service")] = status.identity->service;
    object[QStringLiteral("repository")] = status.identity->repository;
    object[QStringLiteral("reachable")] = !status.unreachable.has_value();
    if (status.unreachable)
        object[QStringLiteral("reason")] = console::errorToJson(*status.unreachable);
    if (status.newest) {
        const std::chrono::duration<double> age = status.serviceTime - status.newest->started;
        object[QStringLiteral("newest_point")] =
            QJsonObject{{QStringLiteral("point"), qint64(status.newest->id.value)},
                        {QStringLiteral("started"), console::isoTime(status.newest->started)},
                        {QStringLiteral("age_seconds"), age.count()},
                        {QStringLiteral("files"), qint64(status.newest->statistics.files)},
                        {QStringLiteral("bytes"), qint64(status.newest->statistics.bytes)}};
    }
    return object;
}

/// Nothing where no agent runs, or it does not answer.
std::optional<QJsonObject> askAgent(const CommandContext &context)
{
    const auto client = engine::AgentClient::connect(context.state);
    if (!client)
        return std::nullopt;
    auto report = (*client)->ask({{QStringLiteral("request"), QStringLiteral("status")}});
    return report ? std::optional(*std::move(report)) : std::nullopt;
}

Result<int> watch(CommandContext &context)
{
    const auto client = TRY(engine::AgentClient::connect(context.state));
    TRY(client->watch([](const QJsonObject &report) { console::printJson(report); }, context.stop.token()));
    return console::Done;
}

} // namespace

Result<int> status(CommandContext &context)
{
    if (context.arguments.has(QStringLiteral("watch")))
        return watch(context);
    AgentStatus status;
    status.agent = askAgent(context);
    status.selection = TRY(loadSelection(context));
    auto identity = protocol::Identity::load(context.state.identityFile());
    if (!identity && identity.error().kind() != ErrorKind::NotFound)
        return fail(identity.error());
    if (identity) {
        status.identity = *std::move(identity);
        if (const auto asked = askService(context, status); !asked)
            status.unreachable = asked.error();
    }
    if (context.isJson())
        console::printJson(toJson(status));
    else
        print(status);
    return status.identity && !status.unreachable ? console::Done : console::Failed;
}

} // namespace backspool::cli
