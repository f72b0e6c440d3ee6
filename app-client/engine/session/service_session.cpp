#include "session/service_session.h"

namespace backspool::engine {

Result<std::unique_ptr<ServiceSession>> ServiceSession::connect(const AgentState &state, const QString &software,
                                                                const CancelToken &cancel)
{
    auto identity = TRY(state.identity(cancel));
    auto connection = TRY(protocol::ClientConnection::connect(identity, software, cancel));
    return std::unique_ptr<ServiceSession>(new ServiceSession(std::move(identity), std::move(connection)));
}

PointSession::Connect ServiceSession::connector(const AgentState &state, const QString &software)
{
    return [state, software](const CancelToken &cancel) -> Result<std::unique_ptr<PointSession>> {
        return TRY(connect(state, software, cancel));
    };
}

ServiceSession::ServiceSession(protocol::Identity identity, std::unique_ptr<protocol::ClientConnection> connection)
    : identity_(std::move(identity)), connection_(std::move(connection)), service_(*connection_),
      verifier_(codec::Digester(identity_.domainSecret))
{
}

} // namespace backspool::engine
