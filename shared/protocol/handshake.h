#pragma once
/// The client's way from an address to a connection that has been greeted: TCP, TLS 1.3, the peer's proof, Hello and
/// its reply, all within 30 seconds.
#include "protocol/messages.h"
#include "protocol/secure_channel.h"
#include "protocol/service_address.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTimer>

#include <functional>

namespace backspool::protocol {

constexpr std::chrono::seconds kHandshakeTime{30};

/// What is checked before the service is believed.
struct HandshakePlan
{
    ServiceAddress address;
    QSslConfiguration tls;
    QString peerName; ///< that the peer's certificate must have, when tls verifies the peer
    QString software;
    std::chrono::milliseconds time = kHandshakeTime; ///< for all of it
    /// Called with the peer's chain when TLS stands, before anything is sent.
    std::function<Status(const QList<QSslCertificate> &chain)> checkPeer;
    /// Called with the service's greeting and the chain.
    std::function<Status(const HelloReply &hello, const QList<QSslCertificate> &chain)> checkHello;
};

/// Lives in a thread with an event loop; deletes itself after it has called @p done, once.
class Handshake : public QObject
{
public:
    /// @p channel is the new owner's (it has no parent).
    using Done = std::function<void(Result<HelloReply> hello, SecureChannel *channel)>;
    Handshake(HandshakePlan plan, Done done);
    /// Deletes the channel if done was not called.
    ~Handshake() override;
    void start();

private:
    void encrypted();
    void received(const Frame &frame);
    void socketFailed();
    Error withService(const Error &error) const;
    void finish(Result<HelloReply> hello);

    HandshakePlan plan_;
    Done done_;
    QSslSocket *socket_ = nullptr;
    SecureChannel *channel_ = nullptr; ///< from encrypted() on; then the owner of the socket
    QTimer timer_;
    QList<QSslCertificate> chain_;
    QList<QSslError> peerErrors_;
};

} // namespace backspool::protocol
