#pragma once
/// How things are told of where the system's agent protects the computer: what the user cannot do is not offered.
#include "tray/protection_state.h"

namespace backspool::tray {

/// @p state, as protectionState() has it, for a user whose computer's administrator decides. @p agentError: the
/// system's agent does not answer.
ProtectionState managedState(ProtectionState state, const std::optional<Error> &agentError);

} // namespace backspool::tray
