#include "agent/agent_socket.h"

#include "core/file_lock.h"
#include "core/json_values.h"
#include "core/local_peer.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace backspool::engine {

namespace {

/// A tray and a few terminals.
constexpr size_t kMostConnections = 32;
/// The longest request has one time in it.
constexpr qint64 kMaxLine = 4'096;
/// Who does not read what it watches is let go.
constexpr qint64 kMostUnread = 256 << 10;

Result<FileDescriptor> lockForRunning(const AgentState &state)
{
    auto lock = lockFile(state.folder() + QStringLiteral("/run.lock"), LockWait::None);
    if (!lock && lock.error().kind() == ErrorKind::Busy)
        return fail(ErrorKind::Busy, QStringLiteral("another agent runs with the state folder %1 already: see "
                                                    "\"backspool-agent status --watch\"")
                                         .arg(state.folder()));
    return lock;
}

QJsonObject errorObject(ErrorKind kind, const QString &text)
{
    return {{QStringLiteral("error"), errorToJson(Error(kind, text))}};
}

} // namespace

Result<std::unique_ptr<AgentSocket>> AgentSocket::listen(const AgentState &state, BackgroundAgent &agent)
{
    auto lock = TRY(lockForRunning(state));
    auto path = TRY(SocketPath::in(state.folder()));
    std::unique_ptr<AgentSocket> socket(new AgentSocket(std::move(lock), std::move(path), agent));
    // What is there was left by an agent that is dead: the lock is ours.
    QLocalServer::removeServer(socket->path_.path);
    if (!socket->server_.listen(socket->path_.path))
        return fail(
            ErrorKind::Io,
            QStringLiteral("listening on %1/agent.socket: %2").arg(state.folder(), socket->server_.errorString()));
    return socket;
}

AgentSocket::AgentSocket(FileDescriptor lock, SocketPath path, BackgroundAgent &agent)
    : lock_(std::move(lock)), path_(std::move(path)), agent_(agent)
{
    server_.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&server_, &QLocalServer::newConnection, this, &AgentSocket::accept);
    connect(&agent_, &BackgroundAgent::changed, this, &AgentSocket::publish);
    connect(&agent_, &BackgroundAgent::backedUp, this, [this](int number, const BackupReport &report) {
        tellEnd(number, {{QStringLiteral("backup"), report.toJson()}});
    });
    connect(&agent_, &BackgroundAgent::notBackedUp, this,
            [this](int number, const Error &error) { tellEnd(number, errorObject(error.kind(), error.text())); });
}

AgentSocket::~AgentSocket()
{
    server_.close();
    for (auto *socket : connections_)
        socket->disconnect(this);
}

void AgentSocket::accept()
{
    while (auto *socket = server_.nextPendingConnection()) {
        if (!isOwnersPeer(int(socket->socketDescriptor())) || connections_.size() >= kMostConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        connections_.insert(socket);
        socket->setReadBufferSize(kMaxLine);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QLocalSocket::disconnected, this, [this, socket] {
            watchers_.erase(socket);
            awaiting_.erase(socket);
            connections_.erase(socket);
            socket->deleteLater();
        });
        read(socket);
    }
}

void AgentSocket::read(QLocalSocket *socket)
{
    while (socket->canReadLine()) {
        const auto document = QJsonDocument::fromJson(socket->readLine(kMaxLine));
        send(socket, document.isObject()
                         ? answer(document.object(), socket)
                         : errorObject(ErrorKind::Invalid, QStringLiteral("the request is not a JSON object")));
    }
    if (socket->bytesAvailable() >= kMaxLine)
        socket->abort();
}

QJsonObject AgentSocket::answer(const QJsonObject &request, QLocalSocket *socket)
{
    const QString what = request[QStringLiteral("request")].toString();
    if (what == QStringLiteral("pause")) {
        std::optional<WallTime> until;
        if (request.contains(QStringLiteral("until"))) {
            const auto time = QDateTime::fromString(request[QStringLiteral("until")].toString(), Qt::ISODate);
            // Later than what ScheduleMemory keeps, and WallTime's nanoseconds reach not much further.
            if (!time.isValid() || time.date().year() >= 2200)
                return errorObject(ErrorKind::Invalid, QStringLiteral("\"until\" is not a time"));
            until = fromUnixSeconds(time.toSecsSinceEpoch());
        }
        agent_.pause(until);
    } else if (what == QStringLiteral("resume")) {
        agent_.resume();
    } else if (what == QStringLiteral("watch")) {
        watchers_.insert(socket);
    } else if (what == QStringLiteral("backup")) {
        watchers_.insert(socket);
        awaiting_[socket] = agent_.backUpNow();
    } else if (what != QStringLiteral("status")) {
        return errorObject(ErrorKind::Unsupported, QStringLiteral("the agent does not know this request"));
    }
    return {{QStringLiteral("status"), agent_.report().toJson()}};
}

void AgentSocket::publish()
{
    const auto now = agent_.report().toJson();
    if (std::exchange(published_, now) == now)
        return;
    const auto watchers = watchers_; // send() can let one go
    for (auto *socket : watchers)
        send(socket, {{QStringLiteral("status"), now}});
}

void AgentSocket::tellEnd(int number, const QJsonObject &object)
{
    for (auto it = awaiting_.begin(); it != awaiting_.end();) {
        auto *const socket = it->first;
        if (it->second > number) {
            ++it;
            continue;
        }
        it = awaiting_.erase(it);
        // A report of many files left out is more than a socket takes at once, and no sign that nobody reads.
        watchers_.erase(socket);
        write(socket, object);
    }
}

void AgentSocket::send(QLocalSocket *socket, const QJsonObject &object)
{
    if (socket->bytesToWrite() > kMostUnread) {
        socket->abort();
        return;
    }
    write(socket, object);
}

void AgentSocket::write(QLocalSocket *socket, const QJsonObject &object)
{
    socket->write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    socket->flush();
}

} // namespace backspool::engine
