#pragma once
/// A connection to the service as this computer.
#include "backup/agent_state.h"
#include "core/cancel_token.h"
#include "protocol/client_connection.h"
#include "read/node_reader.h"
#include "read/point_service.h"

namespace backspool::engine {

/// What it gives is as thread-safe as its own header says.
class ServiceSession
{
public:
    /// Blocks. Errors: NotFound (not enrolled), Unreachable, Denied, Cancelled.
    static Result<std::unique_ptr<ServiceSession>> connect(const AgentState &state, const QString &software,
                                                           const CancelToken &cancel = {});

    const protocol::Identity &identity() const { return identity_; }
    protocol::ClientConnection &connection() { return *connection_; }
    PointService &service() { return service_; }
    const codec::Digester &digester() const { return digester_; }

private:
    ServiceSession(protocol::Identity identity, std::unique_ptr<protocol::ClientConnection> connection);

    const protocol::Identity identity_;
    const std::unique_ptr<protocol::ClientConnection> connection_;
    ConnectedService service_;
    const codec::Digester digester_;
};

} // namespace backspool::engine
