#include "catalogue/catalogue_private.h"
#include "catalogue/database_error.h"
#include "catalogue/row_reader.h"

namespace backspool::catalogue {

namespace {

const QString kSelectClients =
    QStringLiteral("SELECT id, name, created, certificate, revoked, last_seen FROM clients ");

Result<ClientRow> readClient(const Statement &found)
{
    RowReader row(found, "client");
    ClientRow client;
    client.id = row.id<ClientId>();
    client.name = row.text();
    client.created = row.time();
    client.certificate = row.bytes();
    client.revoked = row.flag();
    client.lastSeen = row.time();
    TRY(row.status());
    return client;
}

Result<std::optional<ClientRow>> oneClient(Connection &database, const QString &condition, const QVariant &value)
{
    auto found = TRY(database.run(kSelectClients + condition, {value}));
    if (!TRY(found.next()))
        return std::nullopt;
    return TRY(readClient(found));
}

/// 0 when there is no such code.
Result<ClientId> clientOfCode(Connection &database, const QByteArray &sha256)
{
    auto found =
        TRY(database.run(QStringLiteral("SELECT client FROM enrolment_codes WHERE sha256 = ?"), {blob(sha256)}));
    if (!TRY(found.next()))
        return ClientId();
    RowReader row(found, "enrolment code");
    const auto client = row.id<ClientId>();
    TRY(row.status());
    return client;
}

/// Of a client that is revoked: a code from before would end the revocation within its hour. Of one that gets another.
Status forgetCodes(Connection &database, ClientId client)
{
    TRY(database.change(QStringLiteral("DELETE FROM enrolment_codes WHERE client = ?"), {number(client)}));
    return {};
}

/// @p error of a statement that gives a client its name or certificate, with the reason when that is taken.
Error clientError(const Error &error, const QString &taken)
{
    return error.kind() == ErrorKind::Exists ? Error(ErrorKind::Exists, taken) : error;
}

} // namespace

Result<ClientRow> Catalogue::addClient(const QString &name, WallTime now)
{
    return d_->runInTransaction([&](Connection &database) -> Result<ClientRow> {
        const auto number64 = TRY(takeNumber(database, kNextClient));
        if (number64 > std::numeric_limits<decltype(ClientId::value)>::max())
            return fail(damagedCatalogue(QStringLiteral("the setting %1 is out of range").arg(kNextClient)));
        ClientRow client;
        client.id = {uint32_t(number64)};
        client.name = name;
        client.created = now;
        const auto added = database.change(
            QStringLiteral(
                "INSERT INTO clients (id, name, created, certificate, revoked, last_seen) VALUES (?, ?, ?, ?, ?, ?)"),
            {number(client.id), text(name), number(now), blobOrNull({}), number(0), number(WallTime{})});
        if (!added)
            return fail(clientError(added.error(), QStringLiteral("there is a client named \"%1\" already").arg(name)));
        return client;
    });
}

Result<std::vector<ClientRow>> Catalogue::clients()
{
    return d_->run([](Connection &database) -> Result<std::vector<ClientRow>> {
        auto found = TRY(database.run(kSelectClients + QStringLiteral("ORDER BY id")));
        std::vector<ClientRow> clients;
        while (TRY(found.next()))
            clients.push_back(TRY(readClient(found)));
        return clients;
    });
}

Result<std::optional<ClientRow>> Catalogue::clientByName(const QString &name)
{
    return d_->run(
        [&](Connection &database) { return oneClient(database, QStringLiteral("WHERE name = ?"), text(name)); });
}

Result<std::optional<ClientRow>> Catalogue::clientById(ClientId client)
{
    return d_->run(
        [&](Connection &database) { return oneClient(database, QStringLiteral("WHERE id = ?"), number(client)); });
}

Result<std::optional<ClientRow>> Catalogue::clientByCertificate(const QByteArray &sha256)
{
    // No certificate is nobody's.
    if (sha256.isEmpty())
        return std::nullopt;
    return d_->run([&](Connection &database) {
        return oneClient(database, QStringLiteral("WHERE certificate = ?"), blob(sha256));
    });
}

Status Catalogue::setCertificate(ClientId client, const QByteArray &sha256)
{
    return d_->run([&](Connection &database) -> Status {
        const auto changed =
            database.change(QStringLiteral("UPDATE clients SET certificate = ?, revoked = 0 WHERE id = ?"),
                            {blobOrNull(sha256), number(client)});
        if (!changed)
            return fail(clientError(changed.error(), QStringLiteral("the certificate is that of another client")));
        return expectRow(*changed, "client", client);
    });
}

Status Catalogue::setRevoked(ClientId client, bool revoked)
{
    return d_->runInTransaction([&](Connection &database) -> Status {
        if (revoked)
            TRY(forgetCodes(database, client));
        const auto changed = TRY(database.change(QStringLiteral("UPDATE clients SET revoked = ? WHERE id = ?"),
                                                 {number(revoked), number(client)}));
        return expectRow(changed, "client", client);
    });
}

Status Catalogue::setLastSeen(ClientId client, WallTime now)
{
    return d_->runInTransaction(
        [&](Connection &database) -> Status {
            const auto changed = TRY(database.change(QStringLiteral("UPDATE clients SET last_seen = ? WHERE id = ?"),
                                                     {number(now), number(client)}));
            return expectRow(changed, "client", client);
        },
        Durability::WithTheNext);
}

Status Catalogue::putClient(const ClientRow &row)
{
    return d_->runInTransaction([&](Connection &database) -> Status {
        const auto put = database.change(
            QStringLiteral("INSERT INTO clients (id, name, created, certificate, revoked, last_seen)"
                           " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name,"
                           " created = excluded.created, certificate = excluded.certificate,"
                           " revoked = excluded.revoked, last_seen = excluded.last_seen"),
            {number(row.id), text(row.name), number(row.created), blobOrNull(row.certificate), number(row.revoked),
             number(row.lastSeen)});
        if (!put)
            return fail(clientError(
                put.error(),
                QStringLiteral("the name \"%1\" or its certificate is that of another client").arg(row.name)));
        if (row.revoked)
            TRY(forgetCodes(database, row.id));
        return raiseCounter(database, kNextClient, uint64_t(row.id.value) + 1);
    });
}

Status Catalogue::addEnrolmentCode(const QByteArray &sha256, ClientId client, WallTime expires)
{
    return d_->runInTransaction([&](Connection &database) -> Status {
        TRY(forgetCodes(database, client));
        if (!TRY(oneClient(database, QStringLiteral("WHERE id = ?"), number(client))))
            return expectRow(0, "client", client);
        TRY(database.change(QStringLiteral("INSERT INTO enrolment_codes (sha256, client, expires) VALUES (?, ?, ?)"),
                            {blob(sha256), number(client), number(expires)}));
        return {};
    });
}

Result<ClientId> Catalogue::takeEnrolmentCode(const QByteArray &sha256, WallTime now)
{
    // That there is no such code is no failure of the transaction: what has expired stays deleted.
    const auto client = TRY(d_->runInTransaction([&](Connection &database) -> Result<ClientId> {
        TRY(database.change(QStringLiteral("DELETE FROM enrolment_codes WHERE expires <= ?"), {number(now)}));
        const auto client = TRY(clientOfCode(database, sha256));
        // Whoever deletes the row has it: of two that use a code at once, one.
        const auto deleted =
            TRY(database.change(QStringLiteral("DELETE FROM enrolment_codes WHERE sha256 = ?"), {blob(sha256)}));
        return deleted == 1 ? client : ClientId();
    }));
    if (!client)
        return fail(
            ErrorKind::NotFound,
            QStringLiteral("the enrolment code is not valid: it was used already, has expired or was never given. "
                           "Ask the administrator for a new one"));
    return client;
}

} // namespace backspool::catalogue
