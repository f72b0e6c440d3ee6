#include "catalogue/database_error.h"

namespace backspool::catalogue {

namespace {

/// Primary and extended result codes of SQLite (sqlite.org/rescode.html), as the Qt driver reports them.
enum SqliteCode {
    kSqliteError = 1,
    kSqlitePerm = 3,
    kSqliteBusy = 5,
    kSqliteLocked = 6,
    kSqliteReadOnly = 8,
    kSqliteCorrupt = 11,
    kSqliteFull = 13,
    kSqliteConstraint = 19,
    kSqliteMismatch = 20,
    kSqliteAuth = 23,
    kSqliteFormat = 24,
    kSqliteNotADatabase = 26,
    kSqliteConstraintPrimaryKey = 1555,
    kSqliteConstraintUnique = 2067,
    kSqliteConstraintForeignKey = 787,
    kSqliteConstraintRowId = 2579,
};

ErrorKind sqliteKind(int code)
{
    switch (code) {
    case kSqliteConstraintPrimaryKey:
    case kSqliteConstraintUnique:
    case kSqliteConstraintRowId:
        return ErrorKind::Exists;
    case kSqliteConstraintForeignKey:
        return ErrorKind::Invalid;
    default:
        break;
    }
    switch (code & 0xff) {
    case kSqliteFull:
        return ErrorKind::NoSpace;
    case kSqliteBusy:
    case kSqliteLocked:
        return ErrorKind::Busy;
    case kSqlitePerm:
    case kSqliteReadOnly:
    case kSqliteAuth:
        return ErrorKind::Denied;
    case kSqliteCorrupt:
    case kSqliteNotADatabase:
    case kSqliteFormat:
    // Our statements are right, and right for our schema: what cannot be run, or finds a value that its column
    // cannot hold, found another schema.
    case kSqliteError:
    case kSqliteConstraint:
    case kSqliteMismatch:
        return ErrorKind::Damaged;
    default:
        return ErrorKind::Io;
    }
}

/// SQLSTATE, PostgreSQL manual, appendix A.
ErrorKind postgresKind(const QString &state)
{
    if (state == QLatin1StringView("23505"))
        return ErrorKind::Exists;
    if (state == QLatin1StringView("23503") || state.startsWith(QLatin1StringView("22")))
        return ErrorKind::Invalid;
    if (state == QLatin1StringView("53100"))
        return ErrorKind::NoSpace;
    if (state == QLatin1StringView("55P03") || state.startsWith(QLatin1StringView("40")))
        return ErrorKind::Busy;
    if (state == QLatin1StringView("42501") || state.startsWith(QLatin1StringView("28")))
        return ErrorKind::Denied;
    if (state.startsWith(QLatin1StringView("XX")) || state.startsWith(QLatin1StringView("42")) ||
        state.startsWith(QLatin1StringView("23")))
        return ErrorKind::Damaged;
    // 08: connection; 57P: the server is shutting down or starting; none: the server did not answer.
    if (state.isEmpty() || state.startsWith(QLatin1StringView("08")) || state.startsWith(QLatin1StringView("57P")))
        return ErrorKind::Unreachable;
    return ErrorKind::Io;
}

QString advice(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Damaged:
        return QStringLiteral(
            ". The catalogue is damaged: run \"backspoold rebuild\", which makes it anew from the store");
    case ErrorKind::NoSpace:
        return QStringLiteral(". Free space on the disk that holds the catalogue");
    case ErrorKind::Busy:
        return QStringLiteral(". Another process is using the catalogue");
    default:
        return {};
    }
}

} // namespace

Error databaseError(Engine engine, const QSqlError &error, const QString &doing)
{
    const QString code = error.nativeErrorCode();
    const ErrorKind kind = engine == Engine::Sqlite ? sqliteKind(code.toInt()) : postgresKind(code);
    const QString reason = error.databaseText().isEmpty() ? error.driverText() : error.databaseText().trimmed();
    return {kind, doing + QStringLiteral(": ") + reason + advice(kind)};
}

Error damagedCatalogue(const QString &what)
{
    return {ErrorKind::Damaged, what + advice(ErrorKind::Damaged)};
}

} // namespace backspool::catalogue
