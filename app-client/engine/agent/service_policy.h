#pragma once
/// The policy that the service gives to its clients, as this agent keeps it: a file in the state folder, in which only
/// what this agent understands ever stands.
#include "backup/agent_state.h"
#include "protocol/client_connection.h"
#include "protocol/policy_messages.h"

namespace backspool::engine {

/// Where it is kept.
[[nodiscard]] QString servicePolicyFile(const AgentState &state);

/// Keeps what the service says: true: another one is in force than before. Errors: Invalid (this agent does not
/// understand it: says where; what was kept stays in force), Io, NoSpace, Denied.
[[nodiscard]] Result<bool> keepServicePolicy(const AgentState &state, const protocol::Policy &policy);

/// Asks the service and keeps what it says. Blocks. Errors: keepServicePolicy()'s, the connection's.
[[nodiscard]] Result<bool> askServicePolicy(const AgentState &state, protocol::ClientConnection &connection);

} // namespace backspool::engine
