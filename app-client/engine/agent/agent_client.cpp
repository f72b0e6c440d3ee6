#include "agent/agent_client.h"

#include "core/json_values.h"
#include "core/units.h"

#include <QJsonDocument>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 30s;
/// How soon a watch notices that it is to end.
constexpr std::chrono::milliseconds kCancelLook = 200ms;
/// That of a backup names up to 10,000 files twice over.
constexpr qint64 kMaxLine = 128_MiB;

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
    const auto line = TRY(nextLine(kPatience));
    if (!line)
        return fail(ErrorKind::Unreachable, QStringLiteral("the agent does not answer"));
    return statusOf(*line);
}

Status AgentClient::watch(const std::function<void(const QJsonObject &)> &onReport, const CancelToken &cancel)
{
    send({{QStringLiteral("request"), QStringLiteral("watch")}});
    while (!cancel.isCancelled()) {
        if (const auto line = TRY(nextLine(kCancelLook)))
            onReport(TRY(statusOf(*line)));
    }
    return {};
}

Result<QJsonObject> AgentClient::backUp(const std::function<void(const QJsonObject &)> &onReport,
                                        const CancelToken &cancel)
{
    send({{QStringLiteral("request"), QStringLiteral("backup")}});
    for (;;) {
        if (cancel.isCancelled())
            return fail(ErrorKind::Cancelled, QStringLiteral("not waiting for the agent any more, which goes on"));
        const auto line = TRY(nextLine(kCancelLook));
        if (!line)
            continue;
        if (const auto report = (*line)[QStringLiteral("backup")]; report.isObject())
            return report.toObject();
        onReport(TRY(statusOf(*line)));
    }
}

Result<QJsonObject> AgentClient::statusOf(const QJsonObject &line)
{
    if (const auto status = line[QStringLiteral("status")]; status.isObject())
        return status.toObject();
    return fail(ErrorKind::Invalid, QStringLiteral("the agent's answer is not understood"));
}

Result<std::optional<QJsonObject>> AgentClient::nextLine(std::chrono::milliseconds patience)
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
        return fail(errorFromJson(error.toObject()));
    return object;
}

} // namespace backspool::engine
