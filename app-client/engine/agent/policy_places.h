#pragma once
/// Where an agent's policies are.
#include "agent/service_policy.h"
#include "backup/agent_state.h"
#include "policy/policy_source.h"

namespace backspool::engine {

/// The administrator's policy, where no other place is given.
inline const QString kNetworkPolicyFile = QStringLiteral("/etc/backspool/policy.json");

/// @p networkPolicy: empty: kNetworkPolicyFile.
inline policy::PolicySource::Places policyPlaces(const AgentState &state, const QString &networkPolicy)
{
    return {.service = servicePolicyFile(state),
            .network = networkPolicy.isEmpty() ? kNetworkPolicyFile : networkPolicy,
            .user = state.folder() + QStringLiteral("/policy.json"),
            .copyFolder = state.folder()};
}

} // namespace backspool::engine
