#pragma once
/// Programs that change what a user has set (the selection, the user's policy) take turns: each reads, changes and
/// saves while it holds this.
#include "backup/agent_state.h"

namespace backspool::engine {

/// Makes the state folder where there is none, and waits for the others, who hold it for a moment only. Held until the
/// descriptor is closed. Errors: Io, and those of AgentState::create().
[[nodiscard]] Result<FileDescriptor> lockSettings(const AgentState &state);

} // namespace backspool::engine
