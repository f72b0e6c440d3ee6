#include "policy/policy_fields.h"

#include <algorithm>
#include <array>

namespace backspool::policy {

namespace {

using Type = PolicyField::Type;
using std::chrono::seconds;

/// A month without a backup is no schedule any more.
constexpr int64_t kMonth = 31 * 24 * 3600;

constexpr std::array kFields = {
    PolicyField{QLatin1StringView("schedule.target_delay_seconds"), Type::Integer, 1, kMonth,
                [](const Policy &policy) { return int64_t(policy.schedule.targetDelay.count()); },
                [](Policy &policy, int64_t value) { policy.schedule.targetDelay = seconds(value); }},
    PolicyField{QLatin1StringView("schedule.load_limit_percent"), Type::Integer, 1, 100,
                [](const Policy &policy) { return int64_t(policy.schedule.loadLimit); },
                [](Policy &policy, int64_t value) { policy.schedule.loadLimit = int(value); }},
    PolicyField{QLatin1StringView("schedule.load_retry_seconds"), Type::Integer, 1, 24 * 3600,
                [](const Policy &policy) { return int64_t(policy.schedule.loadRetry.count()); },
                [](Policy &policy, int64_t value) { policy.schedule.loadRetry = seconds(value); }},
    PolicyField{QLatin1StringView("schedule.forced_start_seconds"), Type::Integer, 0, 7 * 24 * 3600,
                [](const Policy &policy) { return int64_t(policy.schedule.forcedStartAfter.count()); },
                [](Policy &policy, int64_t value) { policy.schedule.forcedStartAfter = seconds(value); }},
    PolicyField{QLatin1StringView("schedule.catch_up"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.schedule.catchUp); },
                [](Policy &policy, int64_t value) { policy.schedule.catchUp = value != 0; }},
    PolicyField{QLatin1StringView("battery.pause_below_percent"), Type::Integer, 0, 100,
                [](const Policy &policy) { return int64_t(policy.pauseBelowBattery); },
                [](Policy &policy, int64_t value) { policy.pauseBelowBattery = int(value); }},
    PolicyField{QLatin1StringView("network.pause_on_metered"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.pauseOnMetered); },
                [](Policy &policy, int64_t value) { policy.pauseOnMetered = value != 0; }},
    PolicyField{QLatin1StringView("exclusions.default_list"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.exclusions.defaultList); },
                [](Policy &policy, int64_t value) { policy.exclusions.defaultList = value != 0; }},
    PolicyField{QLatin1StringView("write_log.safety_walk_seconds"), Type::Integer, 0, kMonth,
                [](const Policy &policy) { return int64_t(policy.safetyWalkAfter.count()); },
                [](Policy &policy, int64_t value) { policy.safetyWalkAfter = seconds(value); }},
};

} // namespace

std::span<const PolicyField> policyFields()
{
    return kFields;
}

const PolicyField *findPolicyField(QStringView name)
{
    const auto found = std::ranges::find_if(kFields, [&](const PolicyField &field) { return name == field.name; });
    return found == kFields.end() ? nullptr : &*found;
}

} // namespace backspool::policy
