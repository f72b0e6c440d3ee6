#include "api/raw_peer.h"

#include <QElapsedTimer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>

namespace backspool::test {

RawPeer::RawPeer(const QString &address, const protocol::Identity *identity)
{
    auto setup = QSslConfiguration::defaultConfiguration();
    setup.setProtocol(QSsl::TlsV1_3OrLater);
    setup.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (identity) {
        const QByteArray pem =
            "-----BEGIN PRIVATE KEY-----\n" + identity->key.toBase64() + "\n-----END PRIVATE KEY-----\n";
        setup.setLocalCertificate(QSslCertificate(identity->certificate, QSsl::Der));
        setup.setPrivateKey(QSslKey(pem, QSsl::Ec, QSsl::Pem));
    }
    socket_.setSslConfiguration(setup);
    const auto colon = address.lastIndexOf(QLatin1Char(':'));
    socket_.connectToHostEncrypted(address.first(colon), address.sliced(colon + 1).toUShort());
    isConnected_ = socket_.waitForEncrypted(10'000);
}

void RawPeer::write(QByteArrayView bytes)
{
    socket_.write(bytes.data(), bytes.size());
    while (socket_.bytesToWrite() > 0 && socket_.waitForBytesWritten(2'000)) {
    }
}

void RawPeer::send(protocol::MessageType type, uint32_t request, const QByteArray &payload)
{
    write(protocol::encodeFrame({type, request, payload}));
}

std::optional<protocol::Frame> RawPeer::read(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    for (;;) {
        decoder_.feed(socket_.readAll());
        if (auto frame = decoder_.next(); frame && *frame)
            return **frame;
        const auto left = milliseconds - int(timer.elapsed());
        if (left <= 0 || !socket_.waitForReadyRead(left)) {
            decoder_.feed(socket_.readAll());
            const auto frame = decoder_.next();
            return frame ? *frame : std::nullopt;
        }
    }
}

std::optional<ErrorKind> RawPeer::readError(int milliseconds)
{
    const auto frame = read(milliseconds);
    if (!frame || frame->type != protocol::MessageType::Error)
        return std::nullopt;
    const auto message = protocol::ErrorMessage::decode(frame->payload);
    return message ? std::optional(message->kind) : std::nullopt;
}

bool RawPeer::waitForEnd(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (socket_.state() != QAbstractSocket::UnconnectedState && timer.elapsed() < milliseconds) {
        socket_.waitForReadyRead(100);
        socket_.readAll();
    }
    return socket_.state() == QAbstractSocket::UnconnectedState;
}

bool RawPeer::greet()
{
    send(protocol::MessageType::Hello, 1, protocol::Hello{.software = QStringLiteral("raw")}.encode());
    const auto frame = read();
    return frame && frame->type == protocol::MessageType::HelloReply;
}

} // namespace backspool::test
