#include "agent/agent_report.h"

#include "core/json_values.h"

#include <QJsonArray>

namespace backspool::engine {

namespace {

/// Before that an estimate says nothing.
constexpr std::chrono::seconds kFirstEstimate{2};
/// So does one of more.
constexpr std::chrono::days kLongestEstimate{30};
/// The report is sent at each change.
constexpr size_t kMostGroups = 100;

QJsonObject toJson(const RunningBackup &running)
{
    const auto &progress = running.progress;
    const double seconds = std::chrono::duration<double>(running.duration).count();
    QJsonObject object{
        {QStringLiteral("files"), qint64(progress.itemsDone)},
        {QStringLiteral("bytes_read"), qint64(progress.bytesDone)},
        {QStringLiteral("seconds"), seconds},
        {QStringLiteral("bytes_per_second"), seconds > 0 ? qint64(double(progress.bytesDone) / seconds) : qint64(0)}};
    if (progress.itemsTotal > 0)
        object[QStringLiteral("files_expected")] = qint64(progress.itemsTotal);
    if (const auto left = running.timeLeft())
        object[QStringLiteral("seconds_left")] = qint64(std::chrono::ceil<std::chrono::seconds>(*left).count());
    return object;
}

QJsonObject toJson(const LastBackup &backup)
{
    QJsonArray groups;
    for (size_t i = 0; i < std::min(kMostGroups, backup.groups.size()); ++i)
        groups.append(backup.groups[i].toJson());
    QJsonObject object{{QStringLiteral("point"), qint64(backup.point.value)},
                       {QStringLiteral("started"), isoTime(backup.started)},
                       {QStringLiteral("ended"), isoTime(backup.ended)},
                       {QStringLiteral("files"), qint64(backup.files)},
                       {QStringLiteral("files_skipped"), qint64(backup.filesSkipped)},
                       {QStringLiteral("bytes_sent"), qint64(backup.bytesSent)},
                       {QStringLiteral("seconds"), std::chrono::duration<double>(backup.duration).count()},
                       {QStringLiteral("groups"), groups},
                       {QStringLiteral("group_counts"), groupCountsToJson(backup.groupCounts)}};
    QJsonArray failures;
    for (const auto &failure : backup.commandFailures)
        failures.append(failure.toJson());
    if (!failures.isEmpty())
        object[QStringLiteral("command_failures")] = failures;
    return object;
}

QJsonObject toJson(const WriteLogReport &log)
{
    QJsonObject object{{QStringLiteral("back_end"), log.backEnd},
                       {QStringLiteral("valid"), log.isValid},
                       {QStringLiteral("missed"), qint64(log.memory.missed)}};
    if (log.since)
        object[QStringLiteral("since")] = isoTime(*log.since);
    if (!log.isValid)
        object[QStringLiteral("reason")] = log.reason;
    if (log.memory.missed > 0)
        object[QStringLiteral("last_missed")] = log.memory.lastMissed;
    if (log.memory.lastWholeWalk)
        object[QStringLiteral("last_whole_walk")] = isoTime(*log.memory.lastWholeWalk);
    return object;
}

QString kindName(Hindrance::Kind kind)
{
    switch (kind) {
    case Hindrance::Kind::None:
        break;
    case Hindrance::Kind::User:
        return QStringLiteral("user");
    case Hindrance::Kind::Battery:
        return QStringLiteral("battery");
    case Hindrance::Kind::Meter:
        return QStringLiteral("metered");
    case Hindrance::Kind::Failure:
        return QStringLiteral("failure");
    case Hindrance::Kind::Load:
        return QStringLiteral("load");
    }
    return {};
}

QJsonObject toJson(const Hindrance &hindrance)
{
    QJsonObject object{{QStringLiteral("kind"), kindName(hindrance.kind)}};
    if (hindrance.percent > 0)
        object[QStringLiteral("percent")] = hindrance.percent;
    if (!hindrance.error.isEmpty())
        object[QStringLiteral("error")] = hindrance.error;
    if (hindrance.again)
        object[QStringLiteral("again")] = isoTime(*hindrance.again);
    return object;
}

} // namespace

std::optional<std::chrono::nanoseconds> RunningBackup::timeLeft() const
{
    if (progress.itemsDone == 0 || progress.itemsTotal == 0 || duration < kFirstEstimate)
        return std::nullopt;
    const double left = double(progress.itemsTotal) / double(progress.itemsDone) - 1;
    const auto time = std::chrono::duration<double>(duration) * std::max(left, 0.0);
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::min(time, std::chrono::duration<double>(kLongestEstimate)));
}

QJsonObject AgentReport::toJson() const
{
    QJsonObject object{{QStringLiteral("state"), stateName(decision.state)},
                       {QStringLiteral("reason"), decision.reason}};
    if (decision.hindrance.kind != Hindrance::Kind::None)
        object[QStringLiteral("hindrance")] = engine::toJson(decision.hindrance);
    if (decision.planned)
        object[QStringLiteral("next")] = isoTime(*decision.planned);
    if (lastSuccess)
        object[QStringLiteral("last_success")] = isoTime(*lastSuccess);
    if (lastBackup)
        object[QStringLiteral("last_backup")] = engine::toJson(*lastBackup);
    if (running)
        object[QStringLiteral("progress")] = engine::toJson(*running);
    if (lastError)
        object[QStringLiteral("error")] = errorToJson(*lastError);
    if (writeLog)
        object[QStringLiteral("write_log")] = engine::toJson(*writeLog);
    if (shadows > 0)
        object[QStringLiteral("shadows")] = qint64(shadows);
    if (!policyErrors.empty()) {
        QJsonArray errors;
        for (const auto &error : policyErrors)
            errors.append(errorToJson(error));
        object[QStringLiteral("policy_errors")] = errors;
    }
    return object;
}

} // namespace backspool::engine
