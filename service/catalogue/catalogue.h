#pragma once
/// The catalogue: what the service knows of clients, points and containers, in SQL (SQLite by default, PostgreSQL by
/// configuration, both through QSqlDatabase). All of it can be lost and rebuilt from the store.
///
/// One connection in a thread of its own runs every statement, one after the other; all methods are synchronous and
/// thread-safe, must not be called from an event loop's thread for long lists, and are atomic: a method's effect is
/// durable when it returns (SQLite: synchronous=FULL) or did not happen. "With the next": it is durable with the next
/// one that is durable, and never without what was before it; a power cut may take it back until then.
/// Errors of all: Io (the database failed), Damaged (the database is not what we wrote: "run rebuild"), and what the
/// method says.
#include "catalogue/rows.h"
#include "core/result.h"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace backspool::catalogue {

struct DatabaseOptions
{
    QString driver = QStringLiteral("QSQLITE"); ///< or QPSQL
    QString name;                               ///< SQLite: path of the file; PostgreSQL: database name
    QString host, user, password;               ///< PostgreSQL
    int port = 0;
    QString connectOptions; ///< passed to QSqlDatabase (tests name a VFS through a file: URI)
};

class Catalogue
{
public:
    /// Opens, makes or migrates the database (versioned migrations; a newer schema than ours is Unsupported).
    static Result<std::unique_ptr<Catalogue>> open(const DatabaseOptions &options);
    ~Catalogue();

    // Settings: small texts by key (repository id, schema facts, flags). The catalogue's own are the counters
    // next_point, next_lease, next_client, next_container, wire_in and wire_out, in decimal digits.
    Result<std::optional<QByteArray>> setting(const QString &key);
    Status setSetting(const QString &key, const QByteArray &value);

    // Clients.
    Result<ClientRow> addClient(const QString &name, WallTime now); ///< Exists
    Result<std::vector<ClientRow>> clients();
    Result<std::optional<ClientRow>> clientByName(const QString &name);
    Result<std::optional<ClientRow>> clientById(ClientId client);
    Result<std::optional<ClientRow>> clientByCertificate(const QByteArray &sha256); ///< revoked ones too
    Status setCertificate(ClientId client, const QByteArray &sha256);               ///< also ends a revocation
    Status setRevoked(ClientId client, bool revoked);  ///< revoking takes back its enrolment code too
    Status setLastSeen(ClientId client, WallTime now); ///< with the next
    Status putClient(const ClientRow &row);            ///< rebuild: insert or replace by id

    // Enrolment codes: only their SHA-256 is stored.
    Status addEnrolmentCode(const QByteArray &sha256, ClientId client, WallTime expires);
    /// The client of an unexpired code, which is used up by this. NotFound otherwise.
    Result<ClientId> takeEnrolmentCode(const QByteArray &sha256, WallTime now);

    // Points; lists are in descending order of id.
    /// A number never given before, with the next: what is stored under it comes after addContainer().
    Result<PointId> reservePointId();
    Result<LeaseId> reserveLeaseId(); ///< the same
    /// Rebuild: numbers below these were given. Never lowers a counter; putClient(), addContainer() and commitPoint()
    /// raise it past the numbers that they bring, too.
    Status setCounters(PointId nextPoint, LeaseId nextLease, ClientId nextClient);
    Result<std::vector<PointRow>> points(std::optional<ClientId> client, uint32_t limit = 0, PointId before = {});
    Result<std::optional<PointRow>> point(PointId id);
    Result<std::optional<PointRow>> newestPoint(ClientId client);
    /// In one transaction: adds @p point, marks the containers of its lease as committed.
    Status commitPoint(const PointRow &point);
    Status removePoints(const std::vector<PointId> &points); ///< NotFound: none is removed

    // Containers.
    Result<ContainerId> addContainer(const ContainerRow &row); ///< row.id is ignored
    Result<std::vector<ContainerRow>> containers();
    Status updateContainer(const ContainerRow &row, Durability durability = Durability::Now);
    /// In one transaction: @p added become Published, @p removed become Removing; points whose DTF is replaced
    /// (keys of @p movedPoints) get the new one.
    Status replaceContainers(const std::vector<ContainerId> &added, const std::vector<ContainerId> &removed,
                             const std::vector<std::pair<PointId, ContainerId>> &movedPoints);
    Status forgetContainer(ContainerId id); ///< the row of a removed file

    // Counters over the life of the repository.
    Result<WireBytes> wireBytes();
    Status addWireBytes(WireBytes more); ///< with the next

    /// Empties all but settings: the first step of rebuild.
    Status clearForRebuild();
    /// The database's own check of its pages. Damaged names what is wrong.
    Status checkIntegrity();

private:
    struct Private;
    explicit Catalogue(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::catalogue
