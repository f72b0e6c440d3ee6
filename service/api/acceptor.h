#pragma once
/// Takes connections in, within limits, and keeps their sessions until they are over. Lives in the network thread.
#include "api/session.h"

#include <QSslConfiguration>
#include <QTcpServer>

#include <unordered_set>

namespace backspool::api {

struct ConnectionLimits
{
    size_t connections = 256;
    /// Of them without an accepted certificate, handshakes included.
    size_t strangers = 32;
    /// Of them with one client's certificate: an agent has one to three.
    size_t ofOneClient = 8;
    /// How long a peer may take nothing of what is ready for it.
    std::chrono::milliseconds untaken = std::chrono::minutes(5);
};

class Acceptor final : public QTcpServer
{
    Q_OBJECT
public:
    Acceptor(const Services &services, QSslConfiguration tls, ConnectionLimits limits);
    ~Acceptor() override;

    void endSessionsOf(ClientId client);
    /// Tells all clients that watch it of @p policy (a protocol::Policy).
    void announcePolicy(const QByteArray &policy);
    /// Takes nothing in any more and ends all sessions; empty() follows.
    void shutDown();
    size_t sessionCount() const { return sessions_.size(); }

Q_SIGNALS:
    /// After shutDown(): the last session is gone.
    void empty();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    bool makeRoom();
    void forget(Session *session);

    const Services services_;
    const QSslConfiguration tls_;
    const ConnectionLimits limits_;
    FrameBudget budget_{this}; ///< a child: goes to the network thread along
    std::unordered_set<Session *> sessions_;
    bool isShuttingDown_ = false;
};

} // namespace backspool::api
