#pragma once
/// How a group came into a point, for people and programs.
#include "active/capture.h"

#include <QJsonObject>

#include <map>

namespace backspool::engine {

struct GroupReport
{
    GroupKind kind = GroupKind::Sqlite;
    QByteArray path; ///< of its first member
    Protection protection = Protection::None;
    QString name = {}; ///< of UserDefined
    QString reason;    ///< of None: why, and what can be done

    /// As docs/agent-cli.md has it ("groups").
    [[nodiscard]] QJsonObject toJson() const;
};

/// How many groups each back end protected.
using GroupCounts = std::map<Protection, uint64_t>;
/// {"clone": 2, "none": 1}: those that there are.
[[nodiscard]] QJsonObject groupCountsToJson(const GroupCounts &counts);

} // namespace backspool::engine
