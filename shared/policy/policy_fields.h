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

/// The one field that is a list.
inline constexpr QLatin1StringView kPatternsField{"exclusions.patterns"};

} // namespace backspool::policy
