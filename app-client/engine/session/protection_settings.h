#pragma once
/// What a user can change of how this computer is protected: what is selected, and the user's policy.
#include "agent/policy_places.h"
#include "policy/policy_source.h"
#include "policy/selection.h"

namespace backspool::engine {

struct ProtectionSettings
{
    policy::Selection selection;
    policy::PolicyInForce policies; ///< of which `user` can be changed

    /// What would be in force with them.
    [[nodiscard]] policy::Policy policy() const
    {
        return policy::mergePolicies(policies.service, policies.network, policies.user);
    }
};

/// Blocks. An empty selection where none was made yet. Errors: Damaged, Invalid (the selection), Io.
[[nodiscard]] Result<ProtectionSettings> loadSettings(const AgentState &state);

/// Replaces what is @p known by @p wanted, durably: the selection first. After an error the same can be tried again.
/// Blocks. Errors: Busy (something else is there by now: another program has changed it), Invalid (what no agent would
/// take; the user's policy file is one that was refused, and would be lost), Io, Denied, NoSpace.
[[nodiscard]] Status changeSettings(const AgentState &state, const ProtectionSettings &known,
                                    const ProtectionSettings &wanted);

} // namespace backspool::engine
