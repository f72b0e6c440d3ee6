#include "tray/single_instance.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QLocalSocket>
#include <QStandardPaths>

namespace backspool::tray {

namespace {

/// The other is a program of this user, and answers from its event loop.
constexpr int kPatienceMilliseconds = 2'000;

/// In the user's own run-time folder: a name of bounded length, since a socket's address has about a hundred bytes.
QString socketPath(const QString &folder)
{
    const QByteArray name =
        QCryptographicHash::hash(QFileInfo(folder).absoluteFilePath().toUtf8(), QCryptographicHash::Sha256);
    QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    if (runtime.isEmpty())
        runtime = folder;
    return runtime + QStringLiteral("/backspool-") + QString::fromLatin1(name.toHex().first(16));
}

} // namespace

SingleInstance::SingleInstance(const QString &folder) : path_(socketPath(folder))
{
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, [this] {
        while (auto *socket = server_.nextPendingConnection())
            socket->deleteLater();
        Q_EMIT showWanted();
    });
}

bool SingleInstance::isFirst()
{
    QLocalSocket other;
    other.connectToServer(path_);
    if (other.waitForConnected(kPatienceMilliseconds))
        return false;
    // What is there was left by a program that is dead.
    QLocalServer::removeServer(path_);
    // Where nothing can be listened at, two programs are better than none.
    server_.listen(path_);
    return true;
}

} // namespace backspool::tray
