#include "policy/policy_fields.h"

#include <algorithm>
#include <array>

namespace backspool::policy {

namespace {

using Type = PolicyField::Type;
using std::chrono::seconds;

/// A month without a backup is no schedule any more.
constexpr int64_t kMonth = 31 * 24 * 3600;
/// A petabyte: no limit of a size is greater.
constexpr int64_t kMostBytes = int64_t(1) << 50;
/// A hundred years.
constexpr int64_t kMostAge = int64_t(36'525) * 24 * 3600;
/// In mebibytes.
constexpr int64_t kTebibyte = 1024 * 1024;

constexpr std::array kFields = {
    PolicyField{QLatin1StringView("schedule.target_delay_seconds"), Type::Integer, 1, kMonth,
                [](const Policy &policy) { return int64_t(policy.schedule.targetDelay.count()); },
                [](Policy &policy, int64_t value) { policy.schedule.targetDelay = seconds(value); }},
    PolicyField{QLatin1StringView("schedule.amount_written_bytes"), Type::Integer, 0, kMostBytes,
                [](const Policy &policy) { return policy.schedule.amountWritten; },
                [](Policy &policy, int64_t value) { policy.schedule.amountWritten = value; }},
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
    PolicyField{QLatin1StringView("recovery.system_information"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.systemInformation); },
                [](Policy &policy, int64_t value) { policy.systemInformation = value != 0; }},
    PolicyField{QLatin1StringView("exclusions.default_list"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.exclusions.defaultList); },
                [](Policy &policy, int64_t value) { policy.exclusions.defaultList = value != 0; }},
    PolicyField{QLatin1StringView("exclusions.larger_than_bytes"), Type::Integer, 0, kMostBytes,
                [](const Policy &policy) { return policy.exclusions.criteria.largerThan; },
                [](Policy &policy, int64_t value) { policy.exclusions.criteria.largerThan = value; }},
    PolicyField{QLatin1StringView("exclusions.older_than_seconds"), Type::Integer, 0, kMostAge,
                [](const Policy &policy) { return int64_t(policy.exclusions.criteria.olderThan.count()); },
                [](Policy &policy, int64_t value) { policy.exclusions.criteria.olderThan = seconds(value); }},
    PolicyField{QLatin1StringView("exclusions.cache_folders"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.exclusions.criteria.cacheFolders); },
                [](Policy &policy, int64_t value) { policy.exclusions.criteria.cacheFolders = value != 0; }},
    PolicyField{QLatin1StringView("exclusions.other_file_systems"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.exclusions.criteria.otherFileSystems); },
                [](Policy &policy, int64_t value) { policy.exclusions.criteria.otherFileSystems = value != 0; }},
    PolicyField{QLatin1StringView("active.lock_seconds"), Type::Integer, 0, 60,
                [](const Policy &policy) { return int64_t(policy.active.lockTime.count()); },
                [](Policy &policy, int64_t value) { policy.active.lockTime = seconds(value); }},
    PolicyField{QLatin1StringView("active.spill_mebibytes"), Type::Integer, 0, kTebibyte,
                [](const Policy &policy) { return policy.active.spillMebibytes; },
                [](Policy &policy, int64_t value) { policy.active.spillMebibytes = value; }},
    PolicyField{QLatin1StringView("active.ask_servers"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.active.askServers); },
                [](Policy &policy, int64_t value) { policy.active.askServers = value != 0; }},
    PolicyField{QLatin1StringView("commands.timeout_seconds"), Type::Integer, 1, 24 * 3600,
                [](const Policy &policy) { return int64_t(policy.commands.timeout.count()); },
                [](Policy &policy, int64_t value) { policy.commands.timeout = seconds(value); }},
    PolicyField{QLatin1StringView("commands.must_succeed"), Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.commands.mustSucceed); },
                [](Policy &policy, int64_t value) { policy.commands.mustSucceed = value != 0; }},
    PolicyField{kCommandsFromServiceField, Type::Switch, 0, 1,
                [](const Policy &policy) { return int64_t(policy.commands.fromService); },
                [](Policy &policy, int64_t value) { policy.commands.fromService = value != 0; }},
    PolicyField{QLatin1StringView("active.writer_wait_milliseconds"), Type::Integer, 0, 10'000,
                [](const Policy &policy) { return int64_t(policy.active.writerWait.count()); },
                [](Policy &policy, int64_t value) { policy.active.writerWait = std::chrono::milliseconds(value); }},
    PolicyField{QLatin1StringView("active.quiescence_seconds"), Type::Integer, 0, 3600,
                [](const Policy &policy) { return int64_t(policy.active.quietTime.count()); },
                [](Policy &policy, int64_t value) { policy.active.quietTime = seconds(value); }},
    PolicyField{QLatin1StringView("active.quiescence_give_up_seconds"), Type::Integer, 0, 3600,
                [](const Policy &policy) { return int64_t(policy.active.quietGiveUp.count()); },
                [](Policy &policy, int64_t value) { policy.active.quietGiveUp = seconds(value); }},
    PolicyField{QLatin1StringView("write_log.safety_walk_seconds"), Type::Integer, 0, kMonth,
                [](const Policy &policy) { return int64_t(policy.safetyWalkAfter.count()); },
                [](Policy &policy, int64_t value) { policy.safetyWalkAfter = seconds(value); }},
    PolicyField{QLatin1StringView("write_log.shadows_from_mebibytes"), Type::Integer, 0, kTebibyte,
                [](const Policy &policy) { return policy.shadowsFromMebibytes; },
                [](Policy &policy, int64_t value) { policy.shadowsFromMebibytes = value; }},
    PolicyField{QLatin1StringView("difference.sliding_above_percent"), Type::Integer, 0, 100,
                [](const Policy &policy) { return int64_t(policy.difference.slidingAbovePercent); },
                [](Policy &policy, int64_t value) { policy.difference.slidingAbovePercent = int(value); }},
    PolicyField{QLatin1StringView("difference.sliding_below_bytes"), Type::Integer, 0, kMostBytes,
                [](const Policy &policy) { return policy.difference.slidingBelowBytes; },
                [](Policy &policy, int64_t value) { policy.difference.slidingBelowBytes = value; }},
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

bool isPolicyField(QStringView name)
{
    return name == kPatternsField || name == kGroupsField || isCommand(name) || findPolicyField(name);
}

} // namespace backspool::policy
