#include "agent/agent_client.h"

#include "core/units.h"

#include <QJsonDocument>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 30s;
/// How soon a watch notices that it is to end.
constexpr std::chrono::milliseconds kCancelLook = 200ms;
/// A report is a few sentences.
constexpr qint64 kMaxLine = 1_MiB;

Error errorFrom(const QJsonObject &object)
{
    const QString kind = object[QStringLiteral("kind")].toString();
    for (const auto known : {ErrorKind::Invalid, ErrorKind::Unsupported, ErrorKind::Denied, ErrorKind::Busy}) {
        if (kind == errorKindName(known))
            return {known, object[QStringLiteral("text")].toString()};
    }
    return {ErrorKind::Io, object[QStringLiteral("text")].toString()};
}

} // namespace

Result<std::unique_ptr<AgentClient>> AgentClient::connect(const AgentState &state)
{
    const QString none = QStringLiteral("no agent runs with the state folder %1; \"backspool-agent run\" starts one")
                             .arg(state.folder());
    std::unique_ptr<AgentClient> client(new AgentClient);
    auto path = SocketPath::in(state.folder());
    if (!path)
        return path.error().kind() == ErrorKind::NotFound ? fail(ErrorKind::NotFound, none) : fail(path.error());
    client->path_ = *std::move(path);
    client->socket_.connectToServer(client->path_.path);
    if (client->socket_.waitForConnected(int(kPatience.count())))
        return client;
    switch (client->socket_.error()) {
    case QLocalSocket::ServerNotFoundError:
    case QLocalSocket::ConnectionRefusedError:
        return fail(ErrorKind::NotFound, none);
    case QLocalSocket::SocketAccessError:
        return fail(ErrorKind::Denied, QStringLiteral("the agent of %1 belongs to another user").arg(state.folder()));
    default:
        return fail(ErrorKind::Io,
                    QStringLiteral("asking the agent of %1: %2").arg(state.folder(), client->socket_.errorString()));
    }
}

void AgentClient::send(const QJsonObject &request)
{
    socket_.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    socket_.flush();
}

Result<QJsonObject> AgentClient::ask(const QJsonObject &request)
{
    send(request);
    auto report = TRY(next(kPatience));
    if (!report)
        return fail(ErrorKind::Unreachable, QStringLiteral("the agent does not answer"));
    return *std::move(report);
}

Status AgentClient::watch(const std::function<void(const QJsonObject &)> &onReport, const CancelToken &cancel)
{
    send({{QStringLiteral("request"), QStringLiteral("watch")}});
    while (!cancel.isCancelled()) {
        if (const auto report = TRY(next(kCancelLook)))
            onReport(*report);
    }
    return {};
}

Result<std::optional<QJsonObject>> AgentClient::next(std::chrono::milliseconds patience)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!socket_.canReadLine()) {
        if (socket_.state() != QLocalSocket::ConnectedState)
            return fail(ErrorKind::Unreachable, QStringLiteral("the agent has ended"));
        if (socket_.bytesAvailable() > kMaxLine)
            return fail(ErrorKind::Invalid, QStringLiteral("the agent's answer is too long"));
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        if (left <= 0ms)
            return std::nullopt;
        socket_.waitForReadyRead(int(left.count()));
    }
    const auto object = QJsonDocument::fromJson(socket_.readLine()).object();
    if (const auto error = object[QStringLiteral("error")]; error.isObject())
        return fail(errorFrom(error.toObject()));
    if (const auto status = object[QStringLiteral("status")]; status.isObject())
        return status.toObject();
    return fail(ErrorKind::Invalid, QStringLiteral("the agent's answer is not understood"));
}

} // namespace backspool::engine
