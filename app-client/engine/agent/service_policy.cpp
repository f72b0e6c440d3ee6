#include "agent/service_policy.h"

#include "core/small_file.h"
#include "policy/policy_file.h"

#include <QFile>

namespace backspool::engine {

QString servicePolicyFile(const AgentState &state)
{
    return state.folder() + QStringLiteral("/service-policy.json");
}

Result<bool> keepServicePolicy(const AgentState &state, const protocol::Policy &policy)
{
    const auto file = servicePolicyFile(state);
    const auto kept = readSmallFile(file, protocol::kMaxPolicySize);
    if (policy.content.isEmpty()) {
        if (!kept && kept.error().kind() == ErrorKind::NotFound)
            return false;
        if (!QFile::remove(file))
            return fail(ErrorKind::Io,
                        QStringLiteral("the policy %1, which the service gives no more, cannot be removed").arg(file));
        return true;
    }
    const auto parsed = policy::PolicyFile::parse(policy.content, policy::PolicyFile::Role::Service);
    if (!parsed)
        return fail(ErrorKind::Invalid,
                    QStringLiteral("this agent does not take the service's policy, version %1: %2 (the last good one "
                                   "stays in force; update the agent, or have the policy corrected)")
                        .arg(policy.version)
                        .arg(parsed.error().text()));
    if (kept && *kept == policy.content)
        return false;
    TRY_CONTEXT(QStringLiteral("keeping the service's policy in %1").arg(file), replaceFile(file, policy.content));
    return true;
}

Result<bool> askServicePolicy(const AgentState &state, protocol::ClientConnection &connection)
{
    const auto payload = TRY(connection.call(protocol::MessageType::GetPolicy, protocol::GetPolicy{}.encode(),
                                             protocol::MessageType::Policy));
    return keepServicePolicy(state, TRY(protocol::Policy::decode(payload)));
}

} // namespace backspool::engine
