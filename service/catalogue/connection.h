#pragma once
/// The catalogue's one connection to its database: statements, prepared once and kept, and transactions. Lives and is
/// used in the database thread only.
#include "catalogue/catalogue.h"
#include "catalogue/dialect.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <unordered_map>

namespace backspool::catalogue {

class Connection;

/// A statement that was run, and its rows. While it lives, the same SQL must not be run again.
class Statement
{
public:
    Statement(Connection &connection, QSqlQuery &query) : connection_(&connection), query_(&query) {}
    Statement(Statement &&other) noexcept : connection_(other.connection_), query_(std::exchange(other.query_, nullptr))
    {
    }
    Statement(const Statement &) = delete;
    Statement &operator=(Statement &&) = delete;
    Statement &operator=(const Statement &) = delete;
    ~Statement();

    /// Goes to the next row (at first: the first). False when there is none.
    Result<bool> next();
    /// Of the row that next() went to.
    QVariant value(int column) const { return query_->value(column); }
    qint64 rowsChanged() const { return query_->numRowsAffected(); }

private:
    Connection *connection_;
    QSqlQuery *query_;
};

class Connection
{
public:
    /// Errors: Unsupported (driver), Busy (another process has the database), and those of databaseError().
    static Result<std::unique_ptr<Connection>> open(const DatabaseOptions &options);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    const Dialect &dialect() const { return dialect_; }
    /// The database's name as texts for people have it.
    QString description() const;

    /// Connects again when the connection was lost (PostgreSQL restarted). Before each piece of work.
    Status ensureOpen();

    /// Runs @p sql with @p values for its question marks. The statement stays prepared for the next time.
    Result<Statement> run(const QString &sql, const QVariantList &values = {});
    /// The same where only the number of changed rows is of interest.
    Result<qint64> change(const QString &sql, const QVariantList &values = {});
    /// Runs @p sql once, without keeping it.
    Status execute(const QString &sql);

    /// Runs @p work in one transaction: committed when it succeeds, rolled back when it fails.
    template <class Work> std::invoke_result_t<Work> inTransaction(Work work, Durability durability = Durability::Now)
    {
        TRY(begin(durability));
        auto result = work();
        Status ended;
        if (result)
            ended = commit();
        else
            rollBack();
        endRelaxed();
        TRY(ended);
        return result;
    }

    /// The Error for what the database said; notices when that is a lost connection.
    Error failure(const QSqlError &error);

private:
    Connection(DatabaseOptions options, Dialect dialect);
    Status connect();
    Status prepareSqlite();
    Status begin(Durability durability);
    Status commit();
    void rollBack();
    void endRelaxed();

    DatabaseOptions options_;
    Dialect dialect_;
    QString connectionName_;
    QSqlDatabase database_;
    std::unordered_map<QString, QSqlQuery> prepared_;
    bool lost_ = false;
    bool hasLog_ = false;    ///< SQLite: a write-ahead log, in which a later sync covers all that is before
    bool isRelaxed_ = false; ///< SQLite does not sync at a commit
};

// Values for question marks. Qt binds a null QString or QByteArray as NULL, which none of these must become.
inline QVariant number(uint64_t value)
{
    return QVariant::fromValue(qlonglong(value));
}
template <class Tag, class Number> QVariant number(Id<Tag, Number> id)
{
    return number(uint64_t(id.value));
}
inline QVariant number(WallTime time)
{
    return QVariant::fromValue(qlonglong(time.time_since_epoch().count()));
}
inline QVariant text(const QString &value)
{
    return value.isNull() ? QVariant(QStringLiteral("")) : QVariant(value);
}
inline QVariant blob(QByteArrayView value)
{
    return value.isEmpty() ? QVariant(QByteArray("")) : QVariant(value.toByteArray());
}
/// NULL when empty: for columns where "none" may be there many times, and each value once.
inline QVariant blobOrNull(const QByteArray &value)
{
    return value.isEmpty() ? QVariant(QMetaType::fromType<QByteArray>()) : QVariant(value);
}

} // namespace backspool::catalogue
