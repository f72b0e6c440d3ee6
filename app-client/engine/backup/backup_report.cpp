#include "backup/backup_report.h"

#include "core/json_values.h"

#include <QJsonArray>

namespace backspool::engine {

namespace {

QJsonArray toArray(const std::vector<Skipped> &files)
{
    QJsonArray array;
    for (const auto &file : files) {
        QJsonObject object;
        putPath(object, QStringLiteral("path"), file.path);
        object[QStringLiteral("reason")] = file.reason;
        array.append(object);
    }
    return array;
}

} // namespace

QJsonObject CommandFailure::toJson() const
{
    auto object = errorToJson(error);
    object[QStringLiteral("phase")] = phase;
    return object;
}

QJsonObject BackupReport::toJson() const
{
    QJsonArray groupObjects;
    for (const auto &group : groups)
        groupObjects.append(group.toJson());
    QJsonArray failures;
    for (const auto &failure : commandFailures)
        failures.append(failure.toJson());
    return {{QStringLiteral("point"), qint64(point.value)},
            {QStringLiteral("started"), isoTime(started)},
            {QStringLiteral("ended"), isoTime(ended)},
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
            {QStringLiteral("files_inconsistent"), qint64(inconsistent)},
            {QStringLiteral("files_left_out"), qint64(filesLeftOut)},
            {QStringLiteral("groups"), groupObjects},
            {QStringLiteral("group_counts"), groupCountsToJson(groupCounts)},
            {QStringLiteral("command_failures"), failures},
            {QStringLiteral("bytes_read"), qint64(statistics.bytesRead)},
            {QStringLiteral("bytes_sent"), qint64(wire.sent)},
            {QStringLiteral("bytes_received"), qint64(wire.received)},
            {QStringLiteral("seconds"), std::chrono::duration<double>(duration).count()},
            {QStringLiteral("skipped"), toArray(skipped)},
            {QStringLiteral("dropped"), toArray(dropped)}};
}

} // namespace backspool::engine
