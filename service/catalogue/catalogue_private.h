#pragma once
/// What the parts of the catalogue share: the connection in its thread, and the numbers that are given once.
#include "catalogue/catalogue.h"
#include "catalogue/connection.h"
#include "catalogue/database_thread.h"

namespace backspool::catalogue {

struct Catalogue::Private
{
    std::unique_ptr<Connection> connection; ///< made, used and destroyed in the thread
    DatabaseThread thread;

    ~Private();

    /// What @p work returns, run with the connection in the database thread.
    template <class Work> auto run(Work work) -> std::invoke_result_t<Work &, Connection &>
    {
        return thread.run([&]() -> std::invoke_result_t<Work &, Connection &> {
            TRY(connection->ensureOpen());
            return work(*connection);
        });
    }
    /// The same in one transaction.
    template <class Work>
    auto runInTransaction(Work work, Durability durability = Durability::Now)
        -> std::invoke_result_t<Work &, Connection &>
    {
        return run(
            [&](Connection &database) { return database.inTransaction([&] { return work(database); }, durability); });
    }
};

// Numbers kept in settings, as decimal digits. Each of these runs within the caller's transaction.

/// The number under @p key; @p initial when there is none. Errors: Damaged.
Result<uint64_t> readNumber(Connection &database, const QString &key, uint64_t initial);
Status writeNumber(Connection &database, const QString &key, uint64_t number);
/// The next number of the counter @p key, which begins at 1; never the same twice.
Result<uint64_t> takeNumber(Connection &database, const QString &key);
/// The counter @p key gives @p next or a later number from now on.
Status raiseCounter(Connection &database, const QString &key, uint64_t next);

// Keys of settings.
inline const QString kNextPoint = QStringLiteral("next_point");
inline const QString kNextLease = QStringLiteral("next_lease");
inline const QString kNextClient = QStringLiteral("next_client");
inline const QString kNextContainer = QStringLiteral("next_container");
inline const QString kWireIn = QStringLiteral("wire_in");
inline const QString kWireOut = QStringLiteral("wire_out");

/// Success when a statement that names one row by its id found it, else NotFound: "@p what @p id".
template <class AnyId> Status expectRow(qint64 rowsChanged, const char *what, AnyId id)
{
    if (rowsChanged == 1)
        return {};
    return fail(ErrorKind::NotFound, QStringLiteral("there is no %1 %2").arg(QLatin1StringView(what)).arg(id.value));
}

} // namespace backspool::catalogue
