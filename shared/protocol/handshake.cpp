#include "protocol/handshake.h"

#include <QNetworkProxy>

namespace backspool::protocol {

Handshake::Handshake(HandshakePlan plan, Done done) : plan_(std::move(plan)), done_(std::move(done))
{
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, [this] {
        finish(fail(ErrorKind::Unreachable, QStringLiteral("The service at %1 did not answer within %2 seconds.")
                                                .arg(plan_.address.toText())
                                                .arg(std::chrono::ceil<std::chrono::seconds>(plan_.time).count())));
    });
}

Handshake::~Handshake()
{
    delete channel_;
}

void Handshake::start()
{
    socket_ = new QSslSocket(this);
    socket_->setProxy(QNetworkProxy::NoProxy);
    socket_->setSslConfiguration(plan_.tls);
    connect(socket_, &QSslSocket::encrypted, this, &Handshake::encrypted);
    connect(socket_, &QSslSocket::sslErrors, this, [this](const QList<QSslError> &errors) { peerErrors_ = errors; });
    connect(socket_, &QAbstractSocket::errorOccurred, this, &Handshake::socketFailed);
    timer_.start(plan_.time);
    socket_->connectToHostEncrypted(plan_.address.host, plan_.address.port, plan_.peerName);
}

void Handshake::encrypted()
{
    chain_ = socket_->peerCertificateChain();
    if (plan_.checkPeer) {
        if (Status checked = plan_.checkPeer(chain_); !checked)
            return finish(fail(std::move(checked).error()));
    }
    disconnect(socket_, nullptr, this, nullptr);
    channel_ = new SecureChannel(socket_);
    connect(channel_, &SecureChannel::received, this, &Handshake::received);
    connect(channel_, &SecureChannel::closed, this, [this](const Error &error) {
        if (error.kind() == ErrorKind::Invalid)
            finish(fail(withService(error)));
        else
            socketFailed();
    });
    channel_->send({.type = MessageType::Hello, .request = 1, .payload = Hello{.software = plan_.software}.encode()});
}

void Handshake::received(const Frame &frame)
{
    if (frame.type == MessageType::Error) {
        const Result<ErrorMessage> error = ErrorMessage::decode(frame.payload);
        return finish(fail(withService(error ? error->toError() : error.error())));
    }
    if (frame.type != MessageType::HelloReply)
        return finish(fail(withService({ErrorKind::Invalid, QStringLiteral("its first message is not a greeting")})));
    Result<HelloReply> hello = HelloReply::decode(frame.payload);
    if (!hello)
        return finish(fail(withService(hello.error())));
    if (hello->version != kProtocolVersion)
        return finish(fail(withService(
            {ErrorKind::Unsupported, QStringLiteral("it speaks version %1 of the protocol, this program version %2")
                                         .arg(hello->version)
                                         .arg(kProtocolVersion)})));
    if (plan_.checkHello) {
        if (Status checked = plan_.checkHello(*hello, chain_); !checked)
            return finish(fail(std::move(checked).error()));
    }
    finish(std::move(hello));
}

void Handshake::socketFailed()
{
    const QString address = plan_.address.toText();
    if (!peerErrors_.isEmpty()) {
        QStringList faults;
        for (const QSslError &error : std::as_const(peerErrors_))
            faults.append(error.errorString());
        return finish(fail(
            ErrorKind::Denied,
            QStringLiteral("The service at %1 is not the one that this computer is enrolled with: %2 If the address is "
                           "right, check this computer's clock, then ask the administrator of the service.")
                .arg(address, faults.join(u' '))));
    }

    const QString reason = socket_->errorString();
    // In TLS 1.3 the client is done before the service looks at the client's certificate: a refusal comes after that,
    // as an alert or as a mere end.
    const bool endedAfterwards = channel_ && (socket_->error() == QAbstractSocket::RemoteHostClosedError ||
                                              socket_->error() == QAbstractSocket::SslInternalError);
    const bool certificateRefused = reason.contains(QLatin1StringView("certificate"), Qt::CaseInsensitive) ||
                                    reason.contains(QLatin1StringView("unknown ca"), Qt::CaseInsensitive) ||
                                    reason.contains(QLatin1StringView("access denied"), Qt::CaseInsensitive);
    if (endedAfterwards || certificateRefused)
        return finish(
            fail(ErrorKind::Denied,
                 QStringLiteral("The service at %1 ended the connection before its greeting. Most likely it does not "
                                "accept this computer's certificate (it was revoked, or belongs to another service). "
                                "Ask its administrator, who can let this computer enrol again.")
                     .arg(address)));
    switch (socket_->error()) {
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return finish(fail(ErrorKind::Unsupported,
                           QStringLiteral("What answers at %1 does not speak TLS 1.3 as a Backspool service does (%2).")
                               .arg(address, reason)));
    default:
        return finish(fail(ErrorKind::Unreachable,
                           QStringLiteral("The service at %1 cannot be reached: %2.").arg(address, reason)));
    }
}

Error Handshake::withService(const Error &error) const
{
    return error.withContext(QStringLiteral("the service at %1").arg(plan_.address.toText()));
}

void Handshake::finish(Result<HelloReply> hello)
{
    if (!done_)
        return;
    timer_.stop();
    if (channel_)
        channel_->disconnect(this);
    const Done done = std::exchange(done_, nullptr);
    done(hello, hello ? std::exchange(channel_, nullptr) : nullptr);
    deleteLater();
}

} // namespace backspool::protocol
