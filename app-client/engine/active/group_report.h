#pragma once
/// How a group came into a point, for people and programs.
#include "active/capture.h"

#include <QJsonObject>

namespace backspool::engine {

struct GroupReport
{
    GroupKind kind = GroupKind::Sqlite;
    QByteArray path; ///< of its first member
    Protection protection = Protection::None;
    QString reason; ///< of None: why, and what can be done

    /// As docs/agent-cli.md has it ("groups").
    [[nodiscard]] QJsonObject toJson() const;
};

} // namespace backspool::engine
