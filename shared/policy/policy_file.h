#pragma once
/// A policy as one file says it: only what it sets. Three of them make the policy in force (mergePolicies()): the
/// service's, for all its clients; the network's, which is the administrator's for one computer; and the user's.
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
    std::map<QString, int64_t> values;                    ///< by a PolicyField's name, within its bounds
    std::vector<QByteArray> patterns;                     ///< they compile
    std::vector<GroupPolicy> groups;                      ///< their patterns compile
    std::map<QString, CommandPolicy::Arguments> commands; ///< by the name of the field; checked by policy_command.h
    /// Names of fields, lists among them, that the user cannot change. In the user's own file they mean nothing and
    /// are refused by mergePolicies()'s callers who read it as one (Role).
    std::set<QString> locked;

    bool operator==(const PolicyFile &) const = default;

    enum class Role { Service, Network, User };
    /// Errors: Invalid (line, field and reason; also "locked" in a user's policy, and kCommandsFromServiceField in any
    /// but the computer's).
    [[nodiscard]] static Result<PolicyFile> parse(const QByteArray &content, Role role);
    /// Errors: parse()'s with the name of @p file; Damaged (longer than any policy), NotFound, Denied, Io.
    [[nodiscard]] static Result<PolicyFile> load(const QString &file, Role role);
    [[nodiscard]] QJsonObject toJson() const;
    /// Replaces @p file atomically. Errors: Io, Denied, NoSpace.
    [[nodiscard]] Status save(const QString &file) const;
};

/// What is in force. A field is the value of the last of the three that sets it, but for those after one that locks it;
/// else as in Policy. Groups add up likewise. Patterns add up, in the same order; those of a file that locks them come
/// after all others, the service's last of all, so that no "!pattern" takes in again what an administrator leaves out.
/// What @p service says about commands counts only where @p network has kCommandsFromServiceField (docs/security.md,
/// "Commands").
[[nodiscard]] Policy mergePolicies(const PolicyFile &service, const PolicyFile &network, const PolicyFile &user);

/// All fields of @p policy with their values, as a file would set them.
[[nodiscard]] QJsonObject policyToJson(const Policy &policy);

} // namespace backspool::policy
