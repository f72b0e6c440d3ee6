#pragma once
/// A connection to the service as this computer.
#include "backup/agent_state.h"
#include "protocol/client_connection.h"
#include "read/node_reader.h"
#include "session/point_session.h"

namespace backspool::engine {

/// What it gives is as thread-safe as its own header says.
class ServiceSession final : public PointSession
{
public:
    /// Blocks. Errors: NotFound (not enrolled), Unreachable, Denied, Cancelled.
    static Result<std::unique_ptr<ServiceSession>> connect(const AgentState &state, const QString &software,
                                                           const CancelToken &cancel = {});
    static Connect connector(const AgentState &state, const QString &software);

    const protocol::Identity &identity() const { return identity_; }
    protocol::ClientConnection &connection() { return *connection_; }
    PointService &service() override { return service_; }
    const Verifier &verifier() const override { return verifier_; }
    std::optional<Error> failure() const override { return connection_->failure(); }
    void abort() override { connection_->abort(); }

private:
    ServiceSession(protocol::Identity identity, std::unique_ptr<protocol::ClientConnection> connection);

    const protocol::Identity identity_;
    const std::unique_ptr<protocol::ClientConnection> connection_;
    ConnectedService service_;
    const Verifier verifier_;
};

} // namespace backspool::engine
