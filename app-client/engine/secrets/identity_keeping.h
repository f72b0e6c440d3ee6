#pragma once
/// How a new identity is kept: its secrets, the private key and the domain secret, in the keychain of the user's
/// desktop, or in identity.json with the rest.
#include "backup/agent_state.h"

namespace backspool::engine {

enum class SecretPlace {
    File,
    Keychain ///< where there is one that takes them; else the file
};

/// What was there before is replaced, in the keychain too. Whenever this is cut off, the computer has the old identity
/// or the new one, each with its secrets: they go to the keychain, under a name of their own, and are read back; then
/// the file names them; then the old ones go. What a crash leaves over in a keychain is an entry that nobody uses.
/// Blocks, as long as a person needs to unlock a keychain. Errors: Io, NoSpace, Denied, Cancelled.
[[nodiscard]] Status keepIdentity(const AgentState &state, protocol::Identity identity, SecretPlace place,
                                  const CancelToken &cancel);

} // namespace backspool::engine
