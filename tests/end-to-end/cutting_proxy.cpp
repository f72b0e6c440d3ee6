#include "cutting_proxy.h"

namespace backspool::test {

CuttingProxy::CuttingProxy(const QString &target)
    : host_(target.section(QLatin1Char(':'), 0, 0)), port_(target.section(QLatin1Char(':'), 1).toUShort())
{
    connect(&server_, &QTcpServer::newConnection, this, &CuttingProxy::take);
    server_.listen(QHostAddress::LocalHost);
}

void CuttingProxy::take()
{
    while (auto *client = server_.nextPendingConnection()) {
        if (isRefused_) {
            client->abort();
            client->deleteLater();
            continue;
        }
        auto *service = new QTcpSocket(this);
        for (auto *socket : {client, service})
            sockets_ += socket;
        connect(client, &QTcpSocket::readyRead, this, [this, client, service] { forward(client, service); });
        connect(service, &QTcpSocket::readyRead, this, [this, client, service] { forward(service, client); });
        connect(service, &QTcpSocket::connected, this, [this, client, service] { forward(client, service); });
        // What one side ends, ends for the other.
        connect(client, &QTcpSocket::disconnected, service, &QTcpSocket::disconnectFromHost);
        connect(service, &QTcpSocket::disconnected, client, [this, client, service] {
            forward(service, client);
            client->disconnectFromHost();
        });
        connect(service, &QTcpSocket::errorOccurred, client, [service, client] {
            if (service->state() != QTcpSocket::ConnectedState)
                client->disconnectFromHost();
        });
        service->connectToHost(host_, port_);
    }
}

void CuttingProxy::forward(QTcpSocket *from, QTcpSocket *to)
{
    if (!isHeld_ && to->state() == QTcpSocket::ConnectedState)
        to->write(from->readAll());
}

void CuttingProxy::hold(bool isHeld)
{
    isHeld_ = isHeld;
    if (isHeld)
        return;
    for (auto *socket : sockets_) {
        if (socket->bytesAvailable() > 0)
            Q_EMIT socket->readyRead();
    }
}

bool CuttingProxy::isHolding() const
{
    return std::ranges::any_of(sockets_, [](const QTcpSocket *socket) { return socket->bytesAvailable() > 0; });
}

void CuttingProxy::cut()
{
    isHeld_ = false;
    for (auto *socket : std::exchange(sockets_, {})) {
        socket->abort();
        socket->deleteLater();
    }
}

void CuttingProxy::refuse(bool isRefused)
{
    isRefused_ = isRefused;
}

} // namespace backspool::test
