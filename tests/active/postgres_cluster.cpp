#include "active/postgres_cluster.h"

#include <QDir>
#include <QFile>

#include <unistd.h>

namespace backspool::test {

namespace {

constexpr int kNobody = 65534;

QString binaries()
{
    const QDir versions(QStringLiteral("/usr/lib/postgresql"));
    const auto names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    return names.isEmpty() ? QString() : versions.filePath(names.back()) + QStringLiteral("/bin/");
}

QStringList asNobody(const QString &tool, const QStringList &arguments)
{
    return QStringList{QStringLiteral("--reuid=%1").arg(kNobody),
                       QStringLiteral("--regid=%1").arg(kNobody),
                       QStringLiteral("--clear-groups"),
                       QStringLiteral("--pdeathsig"),
                       QStringLiteral("KILL"),
                       QStringLiteral("--"),
                       binaries() + tool} +
           arguments;
}

std::unique_ptr<QProcess> startAsNobody(const QString &tool, const QStringList &arguments)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setWorkingDirectory(QStringLiteral("/"));
    process->start(QStringLiteral("setpriv"), asNobody(tool, arguments));
    return process;
}

QString runAsNobody(const QString &tool, const QStringList &arguments, int *code)
{
    const auto process = startAsNobody(tool, arguments);
    const bool ended = process->waitForFinished(300'000);
    *code = ended && process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -1;
    return QString::fromUtf8(process->readAll()).trimmed();
}

} // namespace

bool openForNobody(const QString &folder)
{
    const auto name = QFile::encodeName(folder);
    return QDir().mkpath(folder) && ::chown(name.constData(), kNobody, kNobody) == 0 &&
           QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

PostgresCluster::PostgresCluster(QString data, int port) : data_(std::move(data)), port_(port)
{
    openForNobody(run_.path());
}

PostgresCluster::~PostgresCluster()
{
    stop();
}

QString PostgresCluster::unavailable()
{
    if (::geteuid() != 0)
        return QStringLiteral("only root can run a server as somebody else");
    return binaries().isEmpty() ? QStringLiteral("PostgreSQL is not installed") : QString();
}

bool PostgresCluster::init()
{
    int code = -1;
    const auto said = runAsNobody(QStringLiteral("initdb"),
                                  {QStringLiteral("-D"), data_, QStringLiteral("-A"), QStringLiteral("peer"),
                                   QStringLiteral("--no-sync"), QStringLiteral("-k"), QStringLiteral("--wal-segsize=1"),
                                   QStringLiteral("-E"), QStringLiteral("UTF8"), QStringLiteral("--locale=C")},
                                  &code);
    if (code != 0)
        qWarning().noquote() << said;
    return code == 0;
}

bool PostgresCluster::start()
{
    const QString options = QStringLiteral("-c listen_addresses= -c unix_socket_directories=%1 -c port=%2 "
                                           "-c shared_buffers=16MB -c min_wal_size=4MB -c max_wal_size=16MB "
                                           "-c checkpoint_timeout=30s -c synchronous_commit=off")
                                .arg(run_.path())
                                .arg(port_);
    int code = -1;
    const auto said = runAsNobody(QStringLiteral("pg_ctl"),
                                  {QStringLiteral("-D"), data_, QStringLiteral("-w"), QStringLiteral("-t"),
                                   QStringLiteral("120"), QStringLiteral("-l"), run_.filePath(QStringLiteral("log")),
                                   QStringLiteral("-o"), options, QStringLiteral("start")},
                                  &code);
    isRunning_ = code == 0;
    if (!isRunning_) {
        QFile log(run_.filePath(QStringLiteral("log")));
        qWarning().noquote() << said << (log.open(QIODevice::ReadOnly) ? log.readAll() : QByteArray());
    }
    return isRunning_;
}

void PostgresCluster::stop()
{
    if (!std::exchange(isRunning_, false))
        return;
    int code = -1;
    runAsNobody(QStringLiteral("pg_ctl"),
                {QStringLiteral("-D"), data_, QStringLiteral("-w"), QStringLiteral("-m"), QStringLiteral("fast"),
                 QStringLiteral("stop")},
                &code);
}

QStringList PostgresCluster::connection() const
{
    return {QStringLiteral("-h"), run_.path(), QStringLiteral("-p"), QString::number(port_)};
}

QString PostgresCluster::query(const QString &sql, const QString &database) const
{
    int code = -1;
    return runAsNobody(QStringLiteral("psql"),
                       connection() + QStringList{QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-A"),
                                                  QStringLiteral("-t"), QStringLiteral("-d"), database,
                                                  QStringLiteral("-c"), sql},
                       &code);
}

QString PostgresCluster::tool(const QString &name, const QStringList &arguments) const
{
    int code = -1;
    const auto said = runAsNobody(name, connection() + arguments, &code);
    return code == 0 ? said : QStringLiteral("code %1: %2").arg(code).arg(said);
}

std::unique_ptr<QProcess> PostgresCluster::startTool(const QString &name, const QStringList &arguments) const
{
    return startAsNobody(name, connection() + arguments);
}

} // namespace backspool::test
