#include "catalogue/catalogue_private.h"
#include "catalogue/database_error.h"
#include "catalogue/row_reader.h"

namespace backspool::catalogue {

namespace {

const QString kSelectPoints =
    QStringLiteral("SELECT id, client, lease, base, started, ended, zone, host, dtf, root, hints,"
                   " statistics, system_signature, system_size FROM points ");

Result<PointRow> readPoint(const Statement &found)
{
    RowReader row(found, "point");
    PointRow point;
    point.id = row.id<PointId>();
    point.client = row.id<ClientId>();
    point.lease = row.id<LeaseId>();
    point.base = row.id<PointId>();
    point.started = row.time();
    point.ended = row.time();
    point.zone = row.text();
    point.host = row.text();
    point.dtf = row.id<ContainerId>();
    point.root = row.name();
    point.hints = row.name();
    point.statistics = row.statistics();
    point.systemInformation = row.content();
    TRY(row.status());
    return point;
}

Result<std::vector<PointRow>> selectPoints(Connection &database, const QString &condition, const QVariantList &values)
{
    auto found = TRY(database.run(kSelectPoints + condition, values));
    std::vector<PointRow> points;
    while (TRY(found.next()))
        points.push_back(TRY(readPoint(found)));
    return points;
}

std::optional<PointRow> firstOf(std::vector<PointRow> points)
{
    if (points.empty())
        return std::nullopt;
    return std::move(points.front());
}

} // namespace

Result<std::vector<PointRow>> Catalogue::points(std::optional<ClientId> client, uint32_t limit, PointId before)
{
    constexpr auto kAll = uint64_t(std::numeric_limits<int64_t>::max());
    QString condition = QStringLiteral("WHERE id < ?");
    QVariantList values{number(before ? before.value : kAll)};
    if (client) {
        condition += QStringLiteral(" AND client = ?");
        values.push_back(number(*client));
    }
    condition += QStringLiteral(" ORDER BY id DESC LIMIT ?");
    values.push_back(number(limit ? limit : kAll));
    return d_->run([&](Connection &database) { return selectPoints(database, condition, values); });
}

Result<std::optional<PointRow>> Catalogue::point(PointId id)
{
    return d_->run([&](Connection &database) -> Result<std::optional<PointRow>> {
        return firstOf(TRY(selectPoints(database, QStringLiteral("WHERE id = ?"), {number(id)})));
    });
}

Result<std::optional<PointRow>> Catalogue::newestPoint(ClientId client)
{
    return d_->run([&](Connection &database) -> Result<std::optional<PointRow>> {
        return firstOf(
            TRY(selectPoints(database, QStringLiteral("WHERE client = ? ORDER BY id DESC LIMIT 1"), {number(client)})));
    });
}

Status Catalogue::commitPoint(const PointRow &point)
{
    return d_->runInTransaction([&](Connection &database) -> Status {
        const auto added = database.change(
            QStringLiteral(
                "INSERT INTO points (id, client, lease, base, started, ended, zone, host, dtf, root, hints,"
                " statistics, system_signature, system_size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {number(point.id), number(point.client), number(point.lease), number(point.base), number(point.started),
             number(point.ended), text(point.zone), text(point.host), number(point.dtf), blob(point.root.view()),
             blob(point.hints.view()), text(statisticsToText(point.statistics)),
             point.systemInformation.isEmpty() ? QVariant(QMetaType(QMetaType::QByteArray))
                                               : blob(point.systemInformation.signature.view()),
             number(point.systemInformation.size)});
        if (!added && added.error().kind() == ErrorKind::Exists)
            return fail(ErrorKind::Exists, QStringLiteral("there is a point %1 already").arg(point.id.value));
        if (!added)
            return fail(added.error().withContext(QStringLiteral("adding the point %1").arg(point.id.value)));
        // Lease 0 is nobody's: the containers that the service wrote have it.
        if (point.lease)
            TRY(database.change(QStringLiteral("UPDATE containers SET committed = 1 WHERE lease = ?"),
                                {number(point.lease)}));
        // After a rebuild the state object may be older than the newest points.
        TRY(raiseCounter(database, kNextPoint, point.id.value + 1));
        return raiseCounter(database, kNextLease, point.lease.value + 1);
    });
}

Status Catalogue::removePoints(const std::vector<PointId> &points)
{
    return d_->runInTransaction([&](Connection &database) -> Status {
        for (const auto point : points)
            TRY(expectRow(TRY(database.change(QStringLiteral("DELETE FROM points WHERE id = ?"), {number(point)})),
                          "point", point));
        return {};
    });
}

} // namespace backspool::catalogue
