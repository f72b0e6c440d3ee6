#pragma once
/// A policy as one file says it: only what it sets. Two of them make the policy in force (mergePolicies()): the
/// network's, by the administrator, and the user's.
///
///     {"version": 1,
///      "schedule": {"target_delay_seconds": 7200},
///      "exclusions": {"patterns": ["*.iso"]},
///      "locked": ["schedule.target_delay_seconds"]}
///
/// Read strictly: a field that is unknown, given twice, of the wrong type or out of its range is refused, with its
/// line.
#include "core/result.h"
#include "policy/policy_fields.h"

#include <QJsonObject>
#include <QString>

#include <map>
#include <set>

namespace backspool::policy {

struct PolicyFile
{
    std::map<QString, int64_t> values; ///< by a PolicyField's name, within its bounds
    std::vector<QByteArray> patterns;  ///< they compile
    /// Names of fields, and kPatternsField, that the user cannot change. In the user's own file they mean nothing and
    /// are refused by mergePolicies()'s callers who read it as one (Role).
    std::set<QString> locked;

    bool operator==(const PolicyFile &) const = default;

    enum class Role { Network, User };
    /// Errors: Invalid (line, field and reason; also "locked" in a user's policy).
    [[nodiscard]] static Result<PolicyFile> parse(const QByteArray &content, Role role);
    /// Errors: parse()'s with the name of @p file; NotFound, Denied, Io.
    [[nodiscard]] static Result<PolicyFile> load(const QString &file, Role role);
    [[nodiscard]] QJsonObject toJson() const;
    /// Replaces @p file atomically. Errors: Io, Denied, NoSpace.
    [[nodiscard]] Status save(const QString &file) const;
};

/// What is in force. A field is the user's if the user sets it, unless the network's policy locks it; else the
/// network's if that sets it; else as in Policy. Patterns add up: the network's, then the user's. When the network's
/// are locked they come last of all, so that no "!pattern" of the user takes in again what the administrator leaves
/// out.
[[nodiscard]] Policy mergePolicies(const PolicyFile &network, const PolicyFile &user);

/// All fields of @p policy with their values, as a file would set them.
[[nodiscard]] QJsonObject policyToJson(const Policy &policy);

} // namespace backspool::policy
