#include "catalogue/catalogue_private.h"
#include "catalogue/database_error.h"
#include "catalogue/row_reader.h"

namespace backspool::catalogue {

namespace {

Result<std::optional<QByteArray>> readSetting(Connection &database, const QString &key, const QString &suffix = {})
{
    auto found = TRY(database.run(QStringLiteral("SELECT value FROM settings WHERE key = ?") + suffix, {text(key)}));
    if (!TRY(found.next()))
        return std::nullopt;
    RowReader row(found, "setting");
    auto value = row.bytes();
    TRY(row.status());
    return value;
}

Status writeSetting(Connection &database, const QString &key, QByteArrayView value)
{
    TRY(database.change(QStringLiteral("INSERT INTO settings (key, value) VALUES (?, ?)"
                                       " ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
                        {text(key), blob(value)}));
    return {};
}

} // namespace

Result<uint64_t> readNumber(Connection &database, const QString &key, uint64_t initial)
{
    const auto value = TRY(readSetting(database, key, database.dialect().lockRow));
    if (!value)
        return initial;
    bool isNumber = false;
    const uint64_t number = value->toULongLong(&isNumber);
    if (!isNumber)
        return fail(damagedCatalogue(QStringLiteral("the setting %1 is not a number").arg(key)));
    return number;
}

Status writeNumber(Connection &database, const QString &key, uint64_t number)
{
    return writeSetting(database, key, QByteArray::number(qulonglong(number)));
}

Result<uint64_t> takeNumber(Connection &database, const QString &key)
{
    const auto number = TRY(readNumber(database, key, 1));
    TRY(writeNumber(database, key, number + 1));
    return number;
}

Status raiseCounter(Connection &database, const QString &key, uint64_t next)
{
    if (TRY(readNumber(database, key, 1)) >= next)
        return {};
    return writeNumber(database, key, next);
}

Result<std::optional<QByteArray>> Catalogue::setting(const QString &key)
{
    return d_->run([&](Connection &database) { return readSetting(database, key); });
}

Status Catalogue::setSetting(const QString &key, const QByteArray &value)
{
    return d_->run([&](Connection &database) { return writeSetting(database, key, value); });
}

Result<PointId> Catalogue::reservePointId()
{
    return d_->runInTransaction(
        [](Connection &database) -> Result<PointId> { return PointId{TRY(takeNumber(database, kNextPoint))}; },
        Durability::WithTheNext);
}

Result<LeaseId> Catalogue::reserveLeaseId()
{
    return d_->runInTransaction(
        [](Connection &database) -> Result<LeaseId> { return LeaseId{TRY(takeNumber(database, kNextLease))}; },
        Durability::WithTheNext);
}

Status Catalogue::setCounters(PointId nextPoint, LeaseId nextLease, ClientId nextClient)
{
    return d_->runInTransaction([&](Connection &database) -> Status {
        TRY(raiseCounter(database, kNextPoint, nextPoint.value));
        TRY(raiseCounter(database, kNextLease, nextLease.value));
        return raiseCounter(database, kNextClient, nextClient.value);
    });
}

Result<WireBytes> Catalogue::wireBytes()
{
    return d_->run([](Connection &database) -> Result<WireBytes> {
        return WireBytes{TRY(readNumber(database, kWireIn, 0)), TRY(readNumber(database, kWireOut, 0))};
    });
}

Status Catalogue::addWireBytes(WireBytes more)
{
    return d_->runInTransaction(
        [&](Connection &database) -> Status {
            TRY(writeNumber(database, kWireIn, TRY(readNumber(database, kWireIn, 0)) + more.in));
            return writeNumber(database, kWireOut, TRY(readNumber(database, kWireOut, 0)) + more.out);
        },
        Durability::WithTheNext);
}

} // namespace backspool::catalogue
