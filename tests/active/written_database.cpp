#include "active/written_database.h"

#include <QFile>

#include <sqlite3.h>

namespace backspool::test {

namespace {

/// The first column of the first row; or the error.
QString ask(const QString &file, const char *question)
{
    sqlite3 *database = nullptr;
    sqlite3_stmt *statement = nullptr;
    QString answer;
    if (sqlite3_open_v2(QFile::encodeName(file).constData(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK &&
        sqlite3_prepare_v2(database, question, -1, &statement, nullptr) == SQLITE_OK &&
        sqlite3_step(statement) == SQLITE_ROW)
        answer = QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(statement, 0)));
    else
        answer = QString::fromUtf8(sqlite3_errmsg(database));
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return answer;
}

} // namespace

DatabaseWriter::DatabaseWriter(const QString &file, const QString &journalMode, int mebibytes)
{
    process_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QStringList arguments{file, journalMode};
    if (mebibytes > 0)
        arguments += QString::number(mebibytes);
    process_.start(QStringLiteral(SQLITE_WRITER), arguments);
    process_.waitForReadyRead();
}

DatabaseWriter::~DatabaseWriter()
{
    process_.kill();
    process_.waitForFinished();
}

QString problemOf(const QString &file)
{
    if (const QString integrity = ask(file, "PRAGMA integrity_check"); integrity != QStringLiteral("ok"))
        return QStringLiteral("integrity_check: ") + integrity;
    const QString sum =
        ask(file, "SELECT (SELECT sum(amount) FROM left_account)+(SELECT sum(amount) FROM right_account)");
    if (sum != QStringLiteral("4000000"))
        return QStringLiteral("amounts are lost: ") + sum;
    const QString counted = ask(file, "SELECT (SELECT n FROM counter)=(SELECT count(*) FROM history)");
    return counted == QStringLiteral("1") ? QString() : QStringLiteral("the counters differ: ") + counted;
}

qint64 transactionsOf(const QString &file)
{
    return ask(file, "SELECT n FROM counter").toLongLong();
}

} // namespace backspool::test
