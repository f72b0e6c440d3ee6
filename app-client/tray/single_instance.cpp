#include "tray/single_instance.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QStandardPaths>

namespace backspool::tray {

namespace {

/// The other is a program of this user, and answers from its event loop.
constexpr int kPatienceMilliseconds = 2'000;
/// A path has at most 4 KiB on Linux, a token some hundred bytes.
constexpr qsizetype kMostSaid = 16 << 10;
const char kToken[] = "XDG_ACTIVATION_TOKEN";

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
            listenTo(socket);
    });
}

/// When the other side has said all and left.
void SingleInstance::listenTo(QLocalSocket *socket)
{
    socket->setReadBufferSize(kMostSaid);
    connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
        const auto said = socket->read(kMostSaid);
        socket->deleteLater();
        const auto end = said.indexOf('\0');
        if (end > 0)
            qputenv(kToken, said.first(end));
        Q_EMIT showWanted(end < 0 ? QByteArray() : said.sliced(end + 1));
    });
    if (socket->state() == QLocalSocket::UnconnectedState)
        Q_EMIT socket->disconnected();
}

bool SingleInstance::isFirst(const QByteArray &path)
{
    QLocalSocket other;
    other.connectToServer(path_);
    if (other.waitForConnected(kPatienceMilliseconds)) {
        other.write(qgetenv(kToken) + '\0' + path);
        other.waitForBytesWritten(kPatienceMilliseconds);
        other.disconnectFromServer();
        return false;
    }
    // What is there was left by a program that is dead.
    QLocalServer::removeServer(path_);
    // Where nothing can be listened at, two programs are better than none.
    server_.listen(path_);
    return true;
}

} // namespace backspool::tray
