#include "control/admin_rows.h"

#include "console/human.h"
#include "console/json_output.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace backspool::control {

namespace {

qint64 number(uint64_t value)
{
    return qint64(value);
}

} // namespace

QJsonObject toJson(const catalogue::ClientRow &client)
{
    return {{QStringLiteral("client"), client.name},
            {QStringLiteral("id"), number(client.id.value)},
            {QStringLiteral("created"), console::isoTime(client.created)},
            {QStringLiteral("enrolled"), !client.certificate.isEmpty()},
            {QStringLiteral("revoked"), client.revoked},
            {QStringLiteral("last_seen"),
             client.lastSeen == WallTime{} ? QJsonValue() : QJsonValue(console::isoTime(client.lastSeen))}};
}

QJsonObject toJson(const catalogue::PointRow &point, const QString &clientName)
{
    const auto &statistics = point.statistics;
    return {{QStringLiteral("point"), number(point.id.value)},
            {QStringLiteral("client"), clientName},
            {QStringLiteral("started"), console::isoTime(point.started)},
            {QStringLiteral("ended"), console::isoTime(point.ended)},
            {QStringLiteral("host"), point.host},
            {QStringLiteral("zone"), point.zone},
            {QStringLiteral("base"), point.base ? QJsonValue(number(point.base.value)) : QJsonValue()},
            {QStringLiteral("files"), number(statistics.files)},
            {QStringLiteral("directories"), number(statistics.directories)},
            {QStringLiteral("bytes"), number(statistics.bytes)},
            {QStringLiteral("files_new"), number(statistics.filesNew)},
            {QStringLiteral("files_modified"), number(statistics.filesModified)},
            {QStringLiteral("files_redundant"), number(statistics.filesRedundant)},
            {QStringLiteral("files_unchanged"), number(statistics.filesUnchanged)},
            {QStringLiteral("files_deleted"), number(statistics.filesDeleted)},
            {QStringLiteral("files_renamed"), number(statistics.filesRenamed)},
            {QStringLiteral("files_skipped"), number(statistics.filesSkipped)},
            {QStringLiteral("bytes_read"), number(statistics.bytesRead)},
            {QStringLiteral("bytes_sent"), number(statistics.bytesSent)}};
}

QJsonObject toJson(const points::Damage &damage)
{
    QJsonArray uses;
    for (const auto &use : damage.uses) {
        QJsonObject object{{QStringLiteral("point"), number(use.point.value)},
                           {QStringLiteral("client_id"), number(use.client.value)}};
        console::putPath(object, QStringLiteral("path"), use.path);
        uses += object;
    }
    return {{QStringLiteral("what"), damage.what},
            {QStringLiteral("container"), damage.container},
            {QStringLiteral("object"),
             damage.object.isNull() ? QJsonValue() : QJsonValue(QString::fromLatin1(damage.object.toHex()))},
            {QStringLiteral("uses"), uses}};
}

QJsonObject toJson(const trust::PolicyVersion &policy)
{
    const auto content = QJsonDocument::fromJson(policy.content);
    return {{QStringLiteral("version"), number(policy.version)},
            {QStringLiteral("set"), policy.version == 0 ? QJsonValue() : QJsonValue(console::isoTime(policy.set))},
            {QStringLiteral("policy"), content.isObject() ? QJsonValue(content.object()) : QJsonValue()},
            {QStringLiteral("text"), QString::fromUtf8(policy.content)}};
}

QJsonObject toJson(const points::ReclaimReport &report, bool isDryRun)
{
    return {{QStringLiteral("dry_run"), isDryRun},
            {QStringLiteral("containers_before"), number(report.containersBefore)},
            {QStringLiteral("containers_rewritten"), number(report.containersRewritten)},
            {QStringLiteral("containers_removed"), number(report.containersRemoved)},
            {QStringLiteral("bytes_before"), qint64(report.bytesBefore)},
            {QStringLiteral("bytes_freed"), qint64(report.bytesFreed)},
            {QStringLiteral("bytes_copied"), qint64(report.bytesCopied)},
            {QStringLiteral("damaged_objects"), number(report.damagedObjects)}};
}

QJsonObject toJson(const points::RebuildReport &report)
{
    QJsonArray damages;
    for (const auto &damage : report.damages)
        damages += damage;
    return {{QStringLiteral("clients"), number(report.clients)},
            {QStringLiteral("points"), number(report.points)},
            {QStringLiteral("containers"), number(report.containers)},
            {QStringLiteral("bytes_read"), number(report.bytesRead)},
            {QStringLiteral("damage_count"), damages.size()},
            {QStringLiteral("damages"), damages}};
}

} // namespace backspool::control
