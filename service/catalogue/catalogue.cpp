#include "catalogue/catalogue_private.h"
#include "catalogue/database_error.h"
#include "catalogue/migrations.h"
#include "catalogue/row_reader.h"

namespace backspool::catalogue {

Catalogue::Private::~Private()
{
    thread.run([this] { connection.reset(); });
}

Catalogue::Catalogue(std::unique_ptr<Private> d) : d_(std::move(d)) {}

Catalogue::~Catalogue() = default;

Result<std::unique_ptr<Catalogue>> Catalogue::open(const DatabaseOptions &options)
{
    auto d = std::make_unique<Private>();
    TRY(d->thread.run([&]() -> Status {
        d->connection = TRY(Connection::open(options));
        return migrate(*d->connection, migrations(d->connection->dialect()));
    }));
    return std::unique_ptr<Catalogue>(new Catalogue(std::move(d)));
}

Status Catalogue::clearForRebuild()
{
    return d_->runInTransaction([](Connection &database) -> Status {
        // In this order: a row goes before what it refers to.
        for (const char *table : {"points", "enrolment_codes", "containers", "clients"})
            TRY(database.change(QStringLiteral("DELETE FROM ") + QLatin1StringView(table)));
        return {};
    });
}

namespace {

/// SQLite says "ok", or a line for each thing that is wrong.
Status checkSqlitePages(Connection &database)
{
    auto found = TRY(database.run(QStringLiteral("PRAGMA integrity_check(10)")));
    QStringList wrong;
    while (TRY(found.next())) {
        if (const auto line = found.value(0).toString(); line != QLatin1StringView("ok"))
            wrong.push_back(line);
    }
    if (!wrong.isEmpty())
        return fail(damagedCatalogue(database.description() + QStringLiteral(": ") + wrong.join(QStringLiteral("; "))));
    auto orphans = TRY(database.run(QStringLiteral("PRAGMA foreign_key_check")));
    if (TRY(orphans.next()))
        return fail(damagedCatalogue(QStringLiteral("%1: a row of %2 refers to one that is not there")
                                         .arg(database.description(), orphans.value(0).toString())));
    return {};
}

} // namespace

Status Catalogue::checkIntegrity()
{
    TRY(d_->run([](Connection &database) -> Status {
        if (database.dialect().engine == Engine::Sqlite)
            TRY(checkSqlitePages(database));
        return {};
    }));
    // PostgreSQL checks pages as it reads them; and for both, the values must be ours.
    TRY(clients());
    TRY(containers());
    TRY(points(std::nullopt));
    return {};
}

} // namespace backspool::catalogue
