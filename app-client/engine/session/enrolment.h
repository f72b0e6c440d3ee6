#pragma once
/// How this computer becomes a client of a service.
#include "backup/agent_state.h"
#include "protocol/enrolment_code.h"
#include "protocol/identity.h"
#include "secrets/identity_keeping.h"

namespace backspool::engine {

/// With a code that the service's administrator made; the code also proves that it is that service. Makes the state
/// folder and keeps the identity there, its secrets at @p place; one that is there is replaced. Blocks, as long as a
/// person needs to unlock a keychain. Errors: Denied (another service, or the code is not good any more), Busy
/// (somebody else does that just now; the code is still good), Unreachable, Io.
Result<protocol::Identity> enrolComputer(const AgentState &state, const QString &service,
                                         const protocol::EnrolmentCode &code, const QString &software,
                                         SecretPlace place, const CancelToken &cancel = {});

} // namespace backspool::engine
