#pragma once
/// KWallet, the keychain of Plasma, so far as it tells without asking a person for anything.
#include <optional>

namespace backspool::engine {

/// Whether the wallet of this session is open, where it is the one that QtKeychain takes. Nothing: it takes the Secret
/// Service, or the wallet does not say. Thread-safe; a few seconds at most.
[[nodiscard]] std::optional<bool> isPlasmaWalletOpen();

} // namespace backspool::engine
