#pragma once
/// The fields of a policy that have one value, as a table: name, type, bounds, and where in a Policy it is. Reading,
/// merging, writing and the schema's test all go by it.
#include "policy/policy.h"

#include <QLatin1StringView>

#include <cstdint>
#include <span>

namespace backspool::policy {

struct PolicyField
{
    enum class Type { Integer, Switch };
    QLatin1StringView name; ///< with its section: "schedule.target_delay_seconds"
    Type type = Type::Integer;
    int64_t least = 0, most = 1; ///< a switch is 0 or 1
    int64_t (*get)(const Policy &) = nullptr;
    void (*set)(Policy &, int64_t) = nullptr;
};

[[nodiscard]] std::span<const PolicyField> policyFields();
/// Null when there is none.
[[nodiscard]] const PolicyField *findPolicyField(QStringView name);

// The fields that are lists.
inline constexpr QLatin1StringView kPatternsField{"exclusions.patterns"};
inline constexpr QLatin1StringView kGroupsField{"active.groups"};
inline constexpr QLatin1StringView kBeforeBackupField{"commands.before_backup"};
inline constexpr QLatin1StringView kAfterBackupField{"commands.after_backup"};

/// Who may give commands to this computer is not a matter of the service's or the user's policy.
inline constexpr QLatin1StringView kCommandsFromServiceField{"commands.from_service"};
/// It decides what is run, or how: see mergePolicies().
[[nodiscard]] inline bool isAboutCommands(QStringView name)
{
    return name.startsWith(QLatin1StringView("commands."));
}
[[nodiscard]] inline bool isCommand(QStringView name)
{
    return name == kBeforeBackupField || name == kAfterBackupField;
}

/// A field of any kind.
[[nodiscard]] bool isPolicyField(QStringView name);

} // namespace backspool::policy
