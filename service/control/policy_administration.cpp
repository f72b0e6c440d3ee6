#include "control/admin_rows.h"
#include "control/administration.h"
#include "policy/policy_file.h"

namespace backspool::control {

// The policy that the service gives to all its clients.

Result<QJsonObject> Administration::showPolicy(const QJsonObject &arguments) const
{
    const auto wanted = uint64_t(arguments[QStringLiteral("version")].toInteger());
    if (wanted == 0)
        return toJson(appliance_.policy());
    for (const auto &policy : appliance_.policies()) {
        if (policy.version == wanted)
            return toJson(policy);
    }
    return fail(ErrorKind::NotFound,
                QStringLiteral("There is no version %1 of the policy (any more); \"policy history\" shows those there "
                               "are.")
                    .arg(wanted));
}

/// Empty: cleared.
Result<QJsonObject> Administration::setPolicy(const QByteArray &content)
{
    // An agent that is older or newer may still refuse it, and says so; what this program does not understand is
    // nobody's policy.
    if (!content.isEmpty())
        TRY(policy::PolicyFile::parse(content, policy::PolicyFile::Role::Service));
    const auto policy = TRY(appliance_.setPolicy(content));
    if (onPolicy_)
        onPolicy_(policy);
    return toJson(policy);
}

Result<QJsonObject> Administration::listPolicies(const QJsonObject &arguments, AdminSink &sink) const
{
    auto left = arguments[QStringLiteral("limit")].toInteger();
    const auto policies = appliance_.policies();
    for (auto policy = policies.rbegin(); policy != policies.rend(); ++policy) {
        sink.row(toJson(*policy));
        if (left > 0 && --left == 0 && policy + 1 != policies.rend())
            return QJsonObject{{QStringLiteral("more"), true}};
    }
    return QJsonObject{{QStringLiteral("more"), false}};
}

} // namespace backspool::control
