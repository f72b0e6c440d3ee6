#include "catalogue/postgres_server.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifndef BACKSPOOL_INITDB
#define BACKSPOOL_INITDB ""
#define BACKSPOOL_POSTGRES ""
#endif

namespace backspool::catalogue {

namespace {

const QString kInitdb = QStringLiteral(BACKSPOOL_INITDB);
const QString kPostgres = QStringLiteral(BACKSPOOL_POSTGRES);
const QString kUser = QStringLiteral("backspool");
/// "nobody" and "nogroup".
constexpr uid_t kNobody = 65534;

/// In a user namespace that maps root alone there is nobody else to become.
bool nobodyIsMapped()
{
    QFile map(QStringLiteral("/proc/self/uid_map"));
    if (!map.open(QIODevice::ReadOnly))
        return false;
    for (const auto &line : map.readAll().split('\n')) {
        const auto fields = line.simplified().split(' ');
        if (fields.size() == 3 && fields[0].toLongLong() <= kNobody &&
            fields[0].toLongLong() + fields[2].toLongLong() > kNobody)
            return true;
    }
    return false;
}

} // namespace

bool PostgresServer::isAvailable()
{
    return !kInitdb.isEmpty() && QSqlDatabase::isDriverAvailable(QStringLiteral("QPSQL")) &&
           (::geteuid() != 0 || nobodyIsMapped());
}

PostgresServer::PostgresServer()
{
    if (::geteuid() == 0 && ::chown(QFile::encodeName(folder_.path()).constData(), kNobody, kNobody) != 0)
        qFatal("the server's folder cannot be given away");
    QProcess initdb;
    beSomebody(initdb);
    initdb.setProcessChannelMode(QProcess::MergedChannels);
    initdb.start(kInitdb,
                 {QStringLiteral("--pgdata=%1/data").arg(folder_.path()), QStringLiteral("--username=") + kUser,
                  QStringLiteral("--auth=trust"), QStringLiteral("--no-sync"), QStringLiteral("--encoding=UTF8"),
                  QStringLiteral("--locale=C")});
    if (!initdb.waitForFinished(60'000) || initdb.exitCode() != 0)
        qFatal("initdb: %s", initdb.readAll().constData());
}

PostgresServer::~PostgresServer()
{
    stop();
}

void PostgresServer::beSomebody(QProcess &process) const
{
    process.setWorkingDirectory(folder_.path());
    process.setChildProcessModifier([] {
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
            ::_exit(1);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // "immediate shutdown", PostgreSQL manual, 18.5
    });
}

bool PostgresServer::start()
{
    beSomebody(server_);
    server_.setStandardErrorFile(folder_.filePath(QStringLiteral("log")));
    server_.start(kPostgres, {QStringLiteral("-D"), folder_.filePath(QStringLiteral("data")), QStringLiteral("-k"),
                              folder_.path(), QStringLiteral("-c"), QStringLiteral("listen_addresses="),
                              QStringLiteral("-c"), QStringLiteral("fsync=off")});
    const auto answers = [this] {
        DatabaseOptions options;
        const auto name = QStringLiteral("postgres-server-start");
        bool isOpen = false;
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), name);
            database.setDatabaseName(QStringLiteral("postgres"));
            database.setHostName(folder_.path());
            database.setUserName(kUser);
            isOpen = database.open();
        }
        QSqlDatabase::removeDatabase(name);
        return isOpen;
    };
    return QTest::qWaitFor(answers, 30'000);
}

void PostgresServer::stop()
{
    if (server_.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(server_.processId()), SIGINT); // "fast shutdown"
    server_.waitForFinished(30'000);
}

DatabaseOptions PostgresServer::newDatabase()
{
    DatabaseOptions options;
    options.driver = QStringLiteral("QPSQL");
    options.name = QStringLiteral("test%1").arg(databases_++);
    options.host = folder_.path();
    options.user = kUser;
    const auto connection = QStringLiteral("postgres-server-create");
    {
        auto database = QSqlDatabase::addDatabase(options.driver, connection);
        database.setDatabaseName(QStringLiteral("postgres"));
        database.setHostName(options.host);
        database.setUserName(options.user);
        if (!database.open() || QSqlQuery(database).exec(QStringLiteral("CREATE DATABASE ") + options.name) == false)
            qFatal("no new database: %s", qUtf8Printable(database.lastError().text()));
    }
    QSqlDatabase::removeDatabase(connection);
    return options;
}

} // namespace backspool::catalogue
