#include "protocol/loopback_service.h"

#include "protocol/identity.h"

#include <QSslKey>

namespace backspool::protocol {

LoopbackService::LoopbackService(LoopbackOptions options) : options_(std::move(options))
{
    if (!options_.answer)
        options_.answer = echo;
    QSslConfiguration tls;
    tls.setProtocol(options_.protocol);
    tls.setPeerVerifyMode(options_.verifies);
    tls.setCaCertificates({QSslCertificate(options_.authority, QSsl::Der)});
    tls.setLocalCertificateChain(
        {QSslCertificate(options_.certificate.certificate, QSsl::Der), QSslCertificate(options_.authority, QSsl::Der)});
    const QByteArray pem =
        "-----BEGIN PRIVATE KEY-----\n" + options_.certificate.key.toBase64() + "\n-----END PRIVATE KEY-----\n";
    tls.setPrivateKey(QSslKey(pem, QSsl::Ec));
    context_.moveToThread(&thread_);
    thread_.setObjectName(QStringLiteral("service"));
    thread_.start();
    inThread([&](const QList<SecureChannel *> &) {
        server_ = new QSslServer;
        server_->setSslConfiguration(tls);
        QObject::connect(server_, &QTcpServer::pendingConnectionAvailable, server_, [this] { accept(); });
        if (!server_->listen(QHostAddress::LocalHost))
            qFatal("cannot listen on the loopback interface");
        port_ = server_->serverPort();
    });
}

LoopbackService::~LoopbackService()
{
    stop();
    thread_.quit();
    thread_.wait();
}

void LoopbackService::accept()
{
    while (server_->hasPendingConnections()) {
        auto *socket = qobject_cast<QSslSocket *>(server_->nextPendingConnection());
        auto *channel = new SecureChannel(socket, server_);
        channels_.append(channel);
        QObject::connect(channel, &SecureChannel::closed, server_, [this, channel] {
            channels_.removeOne(channel);
            channel->deleteLater();
        });
        QObject::connect(channel, &SecureChannel::received, server_, [this, channel](const Frame &frame) {
            ++framesReceived_;
            if (frame.type != MessageType::Hello)
                options_.answer(*channel, frame);
            else if (options_.greets)
                channel->send(
                    {.type = MessageType::HelloReply, .request = frame.request, .payload = options_.hello.encode()});
        });
    }
}

void LoopbackService::inThread(const std::function<void(const QList<SecureChannel *> &)> &what)
{
    QMetaObject::invokeMethod(&context_, [&] { what(channels_); }, Qt::BlockingQueuedConnection);
}

void LoopbackService::stop()
{
    inThread([this](const QList<SecureChannel *> &) {
        channels_.clear();
        delete std::exchange(server_, nullptr); // and with it the channels, and what was not greeted yet
    });
}

void LoopbackService::echo(SecureChannel &channel, const Frame &frame)
{
    channel.send({.type = MessageType::Objects, .request = frame.request, .payload = frame.payload});
}

LoopbackOptions rightOptions(const TestAuthority &authority)
{
    return {.certificate = authority.issue(TestAuthority::Use::Server, serverNameOf(kTestRepository)),
            .authority = authority.der()};
}

} // namespace backspool::protocol
