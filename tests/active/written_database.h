#pragma once
/// A database that another process changes all the time, and whether a copy of it is good.
#include <QProcess>
#include <QString>

namespace backspool::test {

/// Runs sqlite_writer until it is destroyed.
class DatabaseWriter
{
public:
    DatabaseWriter(const QString &file, const QString &journalMode, int mebibytes = 0);
    ~DatabaseWriter();

    bool isRunning() const { return process_.state() == QProcess::Running; }

private:
    QProcess process_;
};

/// Empty when the database @p file, opened as by its program, is whole and as it was after a transaction; else what is
/// wrong.
QString problemOf(const QString &file);
/// Transactions that @p file has.
qint64 transactionsOf(const QString &file);

} // namespace backspool::test
