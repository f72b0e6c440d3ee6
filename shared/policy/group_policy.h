#pragma once
/// Files that somebody says are only good together: names in a folder.
#include "core/result.h"

#include <QJsonArray>
#include <QJsonValue>

#include <vector>

namespace backspool::policy {

struct GroupPolicy
{
    QString name;                    ///< for people
    QByteArray folder;               ///< absolute; a pattern as path_glob.h has it
    std::vector<QByteArray> members; ///< patterns of names in it

    bool operator==(const GroupPolicy &) const = default;
};

/// [{"name", "folder", "members": [...]}]; patterns compile. Errors: Invalid (what is wrong, to come after the field's
/// name).
[[nodiscard]] Result<std::vector<GroupPolicy>> groupsFromJson(const QJsonValue &value);
[[nodiscard]] QJsonArray groupsToJson(const std::vector<GroupPolicy> &groups);

} // namespace backspool::policy
