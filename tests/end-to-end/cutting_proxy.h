#pragma once
/// The network between an agent and its service, in a test's hands: it forwards, keeps what it should forward, or cuts.
#include <QTcpServer>
#include <QTcpSocket>

namespace backspool::test {

/// Lives in a thread with an event loop.
class CuttingProxy : public QObject
{
public:
    /// @p target: "127.0.0.1:7411".
    explicit CuttingProxy(const QString &target);

    QString address() const { return QStringLiteral("127.0.0.1:%1").arg(server_.serverPort()); }
    /// What comes from now on is kept, not forwarded, until it is not held any more.
    void hold(bool isHeld);
    /// Bytes are being held.
    bool isHolding() const;
    /// Ends what there is; new connections are made as before.
    void cut();
    /// As a network without a way to the service.
    void refuse(bool isRefused);

private:
    void take();
    void forward(QTcpSocket *from, QTcpSocket *to);

    QString host_;
    quint16 port_ = 0;
    QTcpServer server_;
    QList<QTcpSocket *> sockets_;
    bool isHeld_ = false, isRefused_ = false;
};

} // namespace backspool::test
