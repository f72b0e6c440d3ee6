#pragma once
/// The service's door: listens for agents, talks to each, works for all in a pool of threads.
///
/// One thread of its own has all sockets and never waits for a disk or the catalogue; sessions work in the pool, each
/// in the order of its messages, several side by side.
#include "api/acceptor.h"

#include <QHostAddress>

namespace backspool::api {

struct ListenAddress
{
    QHostAddress host;
    quint16 port = 0; ///< 0: any that is free

    QString toText() const; ///< "127.0.0.1:7411", "[::1]:7411"
    /// Of such a text; the host may be "localhost" or "*" (all addresses). Errors: Invalid.
    static Result<ListenAddress> fromText(const QString &text);
};

/// Thread-safe, but for the destructor.
class Listener
{
public:
    /// Listens when it returns. The appliance outlives the listener.
    /// Errors: Busy (the port is in use), Denied, Damaged (the service's certificate), Io.
    static Result<std::unique_ptr<Listener>> start(appliance::Appliance &appliance, const ListenAddress &address,
                                                   ConnectionLimits limits = {});
    /// Ends all connections; waits until their data is durable and their leases have ended.
    ~Listener();

    /// With the port that is really used.
    const ListenAddress &address() const;
    /// For a client whose certificate is no longer accepted.
    void endSessionsOf(ClientId client);
    /// Tells all clients that hold a connection for it of a new policy.
    void announcePolicy(const trust::PolicyVersion &policy);
    size_t sessionCount() const;

private:
    struct Private;
    explicit Listener(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::api
