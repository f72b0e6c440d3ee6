#include "catalogue/connection.h"

#include "catalogue/database_error.h"
#include "core/logging.h"

#include <QFileInfo>
#include <QSqlError>

namespace backspool::catalogue {

Statement::~Statement()
{
    // An unfinished query keeps its locks.
    if (query_)
        query_->finish();
}

Result<bool> Statement::next()
{
    if (query_->next())
        return true;
    if (query_->lastError().isValid())
        return fail(connection_->failure(query_->lastError()));
    return false;
}

Connection::Connection(DatabaseOptions options, Dialect dialect)
    : options_(std::move(options)), dialect_(std::move(dialect))
{
    static std::atomic<int> count = 0;
    connectionName_ = QStringLiteral("backspool-catalogue-%1").arg(count++);
}

Connection::~Connection()
{
    prepared_.clear();
    database_ = {};
    QSqlDatabase::removeDatabase(connectionName_);
}

Result<std::unique_ptr<Connection>> Connection::open(const DatabaseOptions &options)
{
    const auto dialect = TRY(Dialect::ofDriver(options.driver));
    if (!QSqlDatabase::isDriverAvailable(options.driver))
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("the database driver %1 is not installed").arg(options.driver));
    std::unique_ptr<Connection> connection(new Connection(options, dialect));
    connection->database_ = QSqlDatabase::addDatabase(options.driver, connection->connectionName_);
    TRY(connection->connect());
    return connection;
}

QString Connection::description() const
{
    return QStringLiteral("the catalogue %1").arg(options_.name);
}

Status Connection::connect()
{
    database_.setDatabaseName(options_.name);
    database_.setHostName(options_.host);
    database_.setUserName(options_.user);
    database_.setPassword(options_.password);
    if (options_.port)
        database_.setPort(options_.port);
    QString connectOptions = options_.connectOptions;
    if (dialect_.engine == Engine::Sqlite && !connectOptions.contains(QLatin1StringView("QSQLITE_BUSY_TIMEOUT"))) {
        // As long as a service that is being stopped may take to close its catalogue.
        connectOptions +=
            QStringLiteral("%1QSQLITE_BUSY_TIMEOUT=5000").arg(QLatin1StringView(connectOptions.isEmpty() ? "" : ";"));
    }
    database_.setConnectOptions(connectOptions);
    if (!database_.open())
        return fail(failure(database_.lastError()));
    if (dialect_.engine == Engine::Sqlite)
        TRY(prepareSqlite());
    lost_ = false;
    return {};
}

/// What SQLite must be told on each connection.
/// * A write-ahead log with FULL makes a commit durable by one sync (a rollback journal takes four).
/// * Exclusive from the start, so that a second process is refused when it opens, and the log needs no shared memory.
/// * cell_size_check and an untrusted schema: the file is a file like others and may be damaged.
Status Connection::prepareSqlite()
{
    for (const char *sql :
         {"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA cell_size_check = ON", "PRAGMA trusted_schema = OFF",
          "PRAGMA synchronous = FULL", "BEGIN EXCLUSIVE", "COMMIT", "PRAGMA foreign_keys = ON"})
        TRY(execute(QLatin1StringView(sql)));
    QSqlQuery mode(database_);
    if (!mode.exec(QStringLiteral("PRAGMA journal_mode = WAL")) || !mode.next())
        return fail(failure(mode.lastError()));
    hasLog_ = mode.value(0).toString() == QLatin1StringView("wal");
    isRelaxed_ = false;
    return {};
}

Status Connection::ensureOpen()
{
    if (!lost_)
        return {};
    prepared_.clear();
    database_.close();
    TRY(connect());
    qCInfo(logCatalogue, "connected to %s again", qUtf8Printable(description()));
    return {};
}

Error Connection::failure(const QSqlError &error)
{
    auto result = databaseError(dialect_.engine, error, description());
    if (result.kind() == ErrorKind::Unreachable)
        lost_ = true;
    // SQLite refuses to write into a file that says of itself that only newer programs may.
    if (dialect_.engine == Engine::Sqlite && result.kind() == ErrorKind::Denied &&
        QFileInfo(options_.name).isWritable())
        return damagedCatalogue(result.text());
    return result;
}

Result<Statement> Connection::run(const QString &sql, const QVariantList &values)
{
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) {
        QSqlQuery query(database_);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return fail(failure(query.lastError()));
        found = prepared_.emplace(sql, std::move(query)).first;
    }
    QSqlQuery &query = found->second;
    Q_ASSERT(!query.isActive());
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(int(i), values[i]);
    if (!query.exec()) {
        const auto error = failure(query.lastError());
        query.finish();
        return fail(error);
    }
    return Statement(*this, query);
}

Result<qint64> Connection::change(const QString &sql, const QVariantList &values)
{
    return TRY(run(sql, values)).rowsChanged();
}

Status Connection::execute(const QString &sql)
{
    QSqlQuery query(database_);
    if (!query.exec(sql))
        return fail(failure(query.lastError()));
    return {};
}

Status Connection::begin(Durability durability)
{
    const bool isRelaxed = durability == Durability::WithTheNext;
    if (isRelaxed && hasLog_) {
        TRY(execute(QStringLiteral("PRAGMA synchronous = NORMAL")));
        isRelaxed_ = true;
    }
    if (!database_.transaction()) {
        const auto error = failure(database_.lastError());
        endRelaxed();
        return fail(error);
    }
    if (isRelaxed && dialect_.engine == Engine::PostgreSql) {
        if (const auto set = execute(QStringLiteral("SET LOCAL synchronous_commit TO OFF")); !set) {
            rollBack();
            return set;
        }
    }
    return {};
}

/// What follows is synced again.
void Connection::endRelaxed()
{
    // Else the next piece of work connects anew, which sets it too.
    if (std::exchange(isRelaxed_, false) && !execute(QStringLiteral("PRAGMA synchronous = FULL")))
        lost_ = true;
}

Status Connection::commit()
{
    Status committed;
    if (dialect_.engine == Engine::Sqlite)
        committed = execute(QStringLiteral("COMMIT")); // the driver's commit() does not say which error it was
    else if (!database_.commit())
        committed = fail(failure(database_.lastError()));
    if (!committed)
        rollBack();
    return committed;
}

void Connection::rollBack()
{
    // It fails only when the database has rolled back by itself, as after an I/O error, or is gone: the same either
    // way.
    database_.rollback();
}

} // namespace backspool::catalogue
