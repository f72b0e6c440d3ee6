#include "catalogue/dialect.h"

namespace backspool::catalogue {

Result<Dialect> Dialect::ofDriver(const QString &driver)
{
    if (driver == QLatin1StringView("QSQLITE")) {
        // STRICT: a value of another type than its column's cannot get in, and the integrity check finds one that did.
        return Dialect{.engine = Engine::Sqlite,
                       .integer = QStringLiteral("INTEGER"),
                       .blob = QStringLiteral("BLOB"),
                       .tableOptions = QStringLiteral(" STRICT"),
                       .lockRow = {},
                       .tables = QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table'")};
    }
    if (driver == QLatin1StringView("QPSQL")) {
        return Dialect{.engine = Engine::PostgreSql,
                       .integer = QStringLiteral("BIGINT"),
                       .blob = QStringLiteral("BYTEA"),
                       .tableOptions = {},
                       .lockRow = QStringLiteral(" FOR UPDATE"),
                       .tables = QStringLiteral("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")};
    }
    return fail(ErrorKind::Unsupported,
                QStringLiteral("the database driver \"%1\" is not one that Backspool works with; QSQLITE and QPSQL are")
                    .arg(driver));
}

} // namespace backspool::catalogue
