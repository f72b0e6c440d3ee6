#include "catalogue/migrations.h"

#include "catalogue/database_error.h"
#include "catalogue/row_reader.h"

#include <QSet>

namespace backspool::catalogue {

namespace {

Migration firstSchema(const Dialect &dialect)
{
    // Columns of numbers are 64 bits wide: ids, nanoseconds since 1970, 0 and 1, enumerations of rows.h in their order.
    Migration statements{
        QStringLiteral("CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL)"),
        QStringLiteral("CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
                       " created INTEGER NOT NULL, certificate BLOB UNIQUE, revoked INTEGER NOT NULL,"
                       " last_seen INTEGER NOT NULL)"),
        QStringLiteral("CREATE TABLE enrolment_codes (sha256 BLOB NOT NULL PRIMARY KEY,"
                       " client INTEGER NOT NULL REFERENCES clients (id), expires INTEGER NOT NULL)"),
        QStringLiteral("CREATE TABLE containers (id INTEGER PRIMARY KEY, uuid BLOB NOT NULL UNIQUE,"
                       " kind INTEGER NOT NULL, area INTEGER NOT NULL, state INTEGER NOT NULL, client INTEGER NOT NULL,"
                       " lease INTEGER NOT NULL, committed INTEGER NOT NULL, created INTEGER NOT NULL,"
                       " size INTEGER NOT NULL, object_count INTEGER NOT NULL)"),
        QStringLiteral("CREATE TABLE points (id INTEGER PRIMARY KEY, client INTEGER NOT NULL REFERENCES clients (id),"
                       " lease INTEGER NOT NULL, base INTEGER NOT NULL, started INTEGER NOT NULL,"
                       " ended INTEGER NOT NULL, zone TEXT NOT NULL, host TEXT NOT NULL,"
                       " dtf INTEGER NOT NULL REFERENCES containers (id), root BLOB NOT NULL, hints BLOB NOT NULL,"
                       " statistics TEXT NOT NULL)"),
    };
    for (auto &statement : statements) {
        statement.replace(QStringLiteral("INTEGER"), dialect.integer).replace(QStringLiteral("BLOB"), dialect.blob);
        statement += dialect.tableOptions;
    }
    statements.push_back(QStringLiteral("CREATE INDEX containers_by_lease ON containers (lease)"));
    statements.push_back(QStringLiteral("CREATE INDEX points_by_client ON points (client, id)"));
    statements.push_back(QStringLiteral("CREATE INDEX points_by_dtf ON points (dtf)"));
    return statements;
}

Migration systemInformation(const Dialect &dialect)
{
    return {QStringLiteral("ALTER TABLE points ADD COLUMN system_signature %1").arg(dialect.blob),
            QStringLiteral("ALTER TABLE points ADD COLUMN system_size %1 NOT NULL DEFAULT 0").arg(dialect.integer)};
}

Result<QSet<QString>> tables(Connection &connection)
{
    auto found = TRY(connection.run(connection.dialect().tables));
    QSet<QString> names;
    while (TRY(found.next())) {
        RowReader row(found, "table");
        names.insert(row.text());
        TRY(row.status());
    }
    return names;
}

/// 0 when nothing of ours is in the database yet.
Result<int64_t> schemaVersion(Connection &connection)
{
    const auto present = TRY(tables(connection));
    if (!present.contains(QStringLiteral("schema_version"))) {
        // A database server's default schema may hold the tables of others; a file is ours alone.
        if (connection.dialect().engine == Engine::Sqlite && !present.isEmpty())
            return fail(damagedCatalogue(QStringLiteral("%1 is not a catalogue of Backspool: it has no schema version")
                                             .arg(connection.description())));
        return 0;
    }
    auto found = TRY(connection.run(QStringLiteral("SELECT version FROM schema_version")));
    int64_t version = 0;
    if (TRY(found.next())) {
        RowReader row(found, "schema version");
        version = row.integer();
        TRY(row.status());
    }
    if (version < 1 || TRY(found.next()))
        return fail(damagedCatalogue(QStringLiteral("%1 has no valid schema version").arg(connection.description())));
    return version;
}

Status setSchemaVersion(Connection &connection, int64_t version)
{
    if (version == 1)
        TRY(connection.execute(QStringLiteral("CREATE TABLE schema_version (version %1 NOT NULL)%2")
                                   .arg(connection.dialect().integer, connection.dialect().tableOptions)));
    else
        TRY(connection.execute(QStringLiteral("DELETE FROM schema_version")));
    return connection.execute(QStringLiteral("INSERT INTO schema_version VALUES (%1)").arg(version));
}

} // namespace

std::vector<Migration> migrations(const Dialect &dialect)
{
    return {firstSchema(dialect), systemInformation(dialect)};
}

Status migrate(Connection &connection, std::span<const Migration> steps)
{
    int64_t version = TRY(schemaVersion(connection));
    const auto known = int64_t(steps.size());
    if (version > known)
        return fail(
            ErrorKind::Unsupported,
            QStringLiteral("%1 was written by a newer version of Backspool (schema %2; this one knows up to %3)")
                .arg(connection.description())
                .arg(version)
                .arg(known));
    for (; version < known; ++version) {
        const auto step = [&]() -> Status {
            for (const auto &statement : steps[size_t(version)])
                TRY(connection.execute(statement));
            return setSchemaVersion(connection, version + 1);
        };
        TRY_CONTEXT(QStringLiteral("bringing the catalogue to schema %1").arg(version + 1),
                    connection.inTransaction(step));
    }
    return {};
}

} // namespace backspool::catalogue
