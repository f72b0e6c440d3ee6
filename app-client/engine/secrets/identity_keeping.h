#pragma once
/// How a new identity is kept: its secrets, the private key and the domain secret, in the keychain of the user's
/// desktop, or in identity.json with the rest.
#include "backup/agent_state.h"

namespace backspool::engine {

enum class SecretPlace {
    File,
    Keychain ///< where there is one that takes them; else the file
};

/// What was there before is replaced, in the keychain too. The new identity is whole in the file at once, since the old
/// one is of no use any more; whenever this is cut off afterwards, the computer has the new one with its secrets: they
/// go to the keychain, under a name of their own, and are read back; then the file names them, and has them no more;
/// then the old ones go. Where that fails, or is cancelled, they stay in the file: no error. What a crash leaves over
/// in a keychain is an entry that nobody uses. Blocks, as long as a person needs to unlock a keychain.
/// Errors: Io, NoSpace, Denied.
[[nodiscard]] Status keepIdentity(const AgentState &state, protocol::Identity identity, SecretPlace place,
                                  const CancelToken &cancel);

} // namespace backspool::engine
