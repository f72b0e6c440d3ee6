#include "catalogue/catalogue_private.h"
#include "catalogue/database_error.h"
#include "catalogue/row_reader.h"

namespace backspool::catalogue {

namespace {

Result<ContainerRow> readContainer(const Statement &found)
{
    RowReader row(found, "container");
    ContainerRow container;
    container.id = row.id<ContainerId>();
    container.uuid = row.uuid();
    container.kind = row.enumeration(format::ContainerKind::State);
    container.area = row.enumeration(Area::Delta);
    container.state = row.enumeration(ContainerState::Removing);
    container.client = row.id<ClientId>();
    container.lease = row.id<LeaseId>();
    container.committed = row.flag();
    container.created = row.time();
    container.size = row.unsignedInteger();
    container.objectCount = row.unsignedInteger();
    TRY(row.status());
    return container;
}

/// The columns but the id, in the order of readContainer().
QVariantList valuesOf(const ContainerRow &row)
{
    return {blob(format::bytesOf(row.uuid)), number(uint64_t(row.kind)), number(uint64_t(row.area)),
            number(uint64_t(row.state)),     number(row.client),         number(row.lease),
            number(row.committed),           number(row.created),        number(row.size),
            number(row.objectCount)};
}

Status setState(Connection &database, const std::vector<ContainerId> &containers, ContainerState state)
{
    for (const auto container : containers)
        TRY(expectRow(TRY(database.change(QStringLiteral("UPDATE containers SET state = ? WHERE id = ?"),
                                          {number(uint64_t(state)), number(container)})),
                      "container", container));
    return {};
}

Error containerError(const Error &error, const ContainerRow &row)
{
    if (error.kind() != ErrorKind::Exists)
        return error;
    return {ErrorKind::Exists,
            QStringLiteral("there is a container %1 already").arg(QLatin1StringView(format::toHex(row.uuid)))};
}

} // namespace

Result<ContainerId> Catalogue::addContainer(const ContainerRow &row)
{
    return d_->runInTransaction([&](Connection &database) -> Result<ContainerId> {
        const auto next = TRY(takeNumber(database, kNextContainer));
        if (next > std::numeric_limits<decltype(ContainerId::value)>::max())
            return fail(damagedCatalogue(QStringLiteral("the setting %1 is out of range").arg(kNextContainer)));
        const ContainerId id{uint32_t(next)};
        const auto added = database.change(
            QStringLiteral("INSERT INTO containers (id, uuid, kind, area, state, client, lease, committed,"
                           " created, size, object_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            QVariantList{number(id)} + valuesOf(row));
        if (!added)
            return fail(containerError(added.error(), row));
        TRY(raiseCounter(database, kNextLease, row.lease.value + 1));
        return id;
    });
}

Result<std::vector<ContainerRow>> Catalogue::containers()
{
    return d_->run([](Connection &database) -> Result<std::vector<ContainerRow>> {
        auto found =
            TRY(database.run(QStringLiteral("SELECT id, uuid, kind, area, state, client, lease, committed, created,"
                                            " size, object_count FROM containers ORDER BY id")));
        std::vector<ContainerRow> containers;
        while (TRY(found.next()))
            containers.push_back(TRY(readContainer(found)));
        return containers;
    });
}

Status Catalogue::updateContainer(const ContainerRow &row, Durability durability)
{
    const auto update = [&](Connection &database) -> Status {
        const auto changed = database.change(
            QStringLiteral("UPDATE containers SET uuid = ?, kind = ?, area = ?, state = ?, client = ?, lease = ?,"
                           " committed = ?, created = ?, size = ?, object_count = ? WHERE id = ?"),
            valuesOf(row) << number(row.id));
        if (!changed)
            return fail(containerError(changed.error(), row));
        return expectRow(*changed, "container", row.id);
    };
    return d_->runInTransaction(update, durability);
}

Status Catalogue::replaceContainers(const std::vector<ContainerId> &added, const std::vector<ContainerId> &removed,
                                    const std::vector<std::pair<PointId, ContainerId>> &movedPoints)
{
    return d_->runInTransaction([&](Connection &database) -> Status {
        TRY(setState(database, added, ContainerState::Published));
        TRY(setState(database, removed, ContainerState::Removing));
        for (const auto &[point, dtf] : movedPoints)
            TRY(expectRow(TRY(database.change(QStringLiteral("UPDATE points SET dtf = ? WHERE id = ?"),
                                              {number(dtf), number(point)})),
                          "point", point));
        return {};
    });
}

Status Catalogue::forgetContainer(ContainerId id)
{
    return d_->run([&](Connection &database) -> Status {
        const auto changed =
            TRY_CONTEXT(QStringLiteral("forgetting the container %1").arg(id.value),
                        database.change(QStringLiteral("DELETE FROM containers WHERE id = ?"), {number(id)}));
        return expectRow(changed, "container", id);
    });
}

} // namespace backspool::catalogue
