#pragma once
/// A service of a few lines on the loopback interface, for tests of the client's side: greets, then answers as the test
/// says. It has a thread of its own.
#include "protocol/messages.h"
#include "protocol/secure_channel.h"
#include "protocol/test_authority.h"

#include <QSslServer>
#include <QThread>

#include <functional>

namespace backspool::protocol {

/// The repository of every test.
inline const QString kTestRepository = QStringLiteral("6f1c2f0e-0c55-4c7c-9a50-5d2f0cf6a1b7");
constexpr ClientId kTestClient{7};

struct LoopbackOptions
{
    TestCertificate certificate;
    QByteArray authority; ///< shown beside the certificate; clients' certificates must be of it
    QSsl::SslProtocol protocol = QSsl::TlsV1_3OrLater;
    QSslSocket::PeerVerifyMode verifies = QSslSocket::VerifyPeer;
    HelloReply hello{.software = QStringLiteral("loopback"),
                     .repository = kTestRepository,
                     .client = kTestClient,
                     .clientName = QStringLiteral("test"),
                     .time = fromUnixSeconds(1'800'000'000)};
    bool greets = true;
    /// Called in the service's thread for each frame but Hello. By default an Objects frame with the same payload
    /// answers.
    std::function<void(SecureChannel &channel, const Frame &frame)> answer;
};

class LoopbackService
{
public:
    explicit LoopbackService(LoopbackOptions options);
    ~LoopbackService();

    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(port_); }
    /// Runs @p what in the service's thread, with the connections that are open, and waits for its end.
    void inThread(const std::function<void(const QList<SecureChannel *> &channels)> &what);
    /// Stops as a process that dies.
    void stop();
    int framesReceived() const { return framesReceived_; } ///< Hello included

    static void echo(SecureChannel &channel, const Frame &frame);

private:
    void accept();
    LoopbackOptions options_;
    QThread thread_;
    QObject context_;              ///< lives in thread_
    QSslServer *server_ = nullptr; ///< the same; null after stop()
    QList<SecureChannel *> channels_;
    uint16_t port_ = 0;
    std::atomic<int> framesReceived_ = 0;
};

/// A service with the right certificate.
LoopbackOptions rightOptions(const TestAuthority &authority);

} // namespace backspool::protocol
