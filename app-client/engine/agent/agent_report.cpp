#include "agent/agent_report.h"

#include <QDateTime>
#include <QJsonArray>
#include <QTimeZone>

namespace backspool::engine {

namespace {

/// The report is sent at each change.
constexpr size_t kMostGroups = 100;

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
    QJsonArray groups;
    for (size_t i = 0; i < std::min(kMostGroups, backup.groups.size()); ++i)
        groups.append(backup.groups[i].toJson());
    return {{QStringLiteral("point"), qint64(backup.point.value)},
            {QStringLiteral("started"), isoTime(backup.started)},
            {QStringLiteral("ended"), isoTime(backup.ended)},
            {QStringLiteral("files"), qint64(backup.files)},
            {QStringLiteral("files_skipped"), qint64(backup.filesSkipped)},
            {QStringLiteral("bytes_sent"), qint64(backup.bytesSent)},
            {QStringLiteral("groups"), groups}};
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
    if (!policyErrors.empty()) {
        QJsonArray errors;
        for (const auto &error : policyErrors)
            errors.append(engine::toJson(error));
        object[QStringLiteral("policy_errors")] = errors;
    }
    return object;
}

} // namespace backspool::engine
