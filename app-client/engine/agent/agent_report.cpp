#include "agent/agent_report.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTimeZone>

namespace backspool::engine {

namespace {

QString isoTime(WallTime time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::UTC).toString(Qt::ISODateWithMs);
}

QJsonObject toJson(const Error &error)
{
    return {{QStringLiteral("kind"), errorKindName(error.kind())}, {QStringLiteral("text"), error.text()}};
}

QJsonObject toJson(const RunningBackup &running)
{
    const double seconds = std::chrono::duration<double>(running.duration).count();
    return {{QStringLiteral("files"), qint64(running.progress.itemsDone)},
            {QStringLiteral("bytes_read"), qint64(running.progress.bytesDone)},
            {QStringLiteral("seconds"), seconds},
            {QStringLiteral("bytes_per_second"),
             seconds > 0 ? qint64(double(running.progress.bytesDone) / seconds) : qint64(0)}};
}

QJsonObject toJson(const LastBackup &backup)
{
    return {{QStringLiteral("point"), qint64(backup.point.value)},
            {QStringLiteral("started"), isoTime(backup.started)},
            {QStringLiteral("ended"), isoTime(backup.ended)},
            {QStringLiteral("files"), qint64(backup.files)},
            {QStringLiteral("files_skipped"), qint64(backup.filesSkipped)},
            {QStringLiteral("bytes_sent"), qint64(backup.bytesSent)},
            {QStringLiteral("seconds"), std::chrono::duration<double>(backup.duration).count()}};
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

} // namespace

QJsonObject AgentReport::toJson() const
{
    QJsonObject object{{QStringLiteral("state"), stateName(decision.state)},
                       {QStringLiteral("reason"), decision.reason}};
    if (decision.planned)
        object[QStringLiteral("next")] = isoTime(*decision.planned);
    if (lastSuccess)
        object[QStringLiteral("last_success")] = isoTime(*lastSuccess);
    if (lastBackup)
        object[QStringLiteral("last_backup")] = engine::toJson(*lastBackup);
    if (running)
        object[QStringLiteral("progress")] = engine::toJson(*running);
    if (lastError)
        object[QStringLiteral("error")] = engine::toJson(*lastError);
    if (writeLog)
        object[QStringLiteral("write_log")] = engine::toJson(*writeLog);
    if (!policyErrors.empty()) {
        QJsonArray errors;
        for (const auto &error : policyErrors)
            errors.append(engine::toJson(error));
        object[QStringLiteral("policy_errors")] = errors;
    }
    return object;
}

} // namespace backspool::engine
