#pragma once
/// A real PostgreSQL server with a folder of its own, run as nobody: it refuses to run as root.
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace backspool::test {

class PostgresCluster
{
public:
    /// On @p data, which must be there and be nobody's. @p port: of its local socket only.
    explicit PostgresCluster(QString data, int port = 5432);
    ~PostgresCluster();

    /// Why there can be none here; empty: there can.
    static QString unavailable();
    /// Makes an empty cluster, with small log files, so that they are used anew as soon as may be.
    bool init();
    bool start();
    void stop();
    /// What the statement answers; what went wrong.
    QString query(const QString &sql, const QString &database = QStringLiteral("postgres")) const;
    /// pgbench, pg_dump and the like, with the connection's options before @p arguments; what it said: empty: done, and
    /// silently.
    QString tool(const QString &name, const QStringList &arguments) const;
    /// The same, not waited for.
    std::unique_ptr<QProcess> startTool(const QString &name, const QStringList &arguments) const;
    QString data() const { return data_; }

private:
    QStringList connection() const;

    const QString data_;
    const int port_;
    QTemporaryDir run_; ///< of its socket and its log
    bool isRunning_ = false;
};

/// A new folder that nobody can get at, and make folders in.
bool openForNobody(const QString &folder);

} // namespace backspool::test
