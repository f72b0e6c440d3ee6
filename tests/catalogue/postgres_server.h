#pragma once
/// A PostgreSQL server of a test's own: data in a temporary folder, reached by a socket there, gone with the object
/// (or the test program, however it ends).
#include "catalogue/catalogue.h"

#include <QProcess>
#include <QTemporaryDir>

namespace backspool::catalogue {

class PostgresServer
{
public:
    /// Whether the programs are here and may be run: PostgreSQL does not run as root, so root must be able to become
    /// somebody else.
    static bool isAvailable();

    /// Makes the server's data. start() starts it.
    PostgresServer();
    ~PostgresServer();

    bool start();
    /// Ends the server as a machine's shutdown does: connections are cut.
    void stop();
    /// The options for an empty database of this server, a new one at each call.
    DatabaseOptions newDatabase();

private:
    bool run(const QString &program, const QStringList &arguments, const QByteArray &input = {});
    void beSomebody(QProcess &process) const;

    QTemporaryDir folder_;
    QProcess server_;
    int databases_ = 0;
};

} // namespace backspool::catalogue
