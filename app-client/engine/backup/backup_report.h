#pragma once
/// What became of a backup.
#include "active/group_report.h"
#include "core/clock.h"
#include "core/ids.h"
#include "difference/tally.h"
#include "format/point_record.h"
#include "protocol/client_connection.h"

#include <QJsonObject>

namespace backspool::engine {

/// A command of the policy that did not do what it should.
struct CommandFailure
{
    QString phase; ///< "before" or "after" the backup
    Error error;

    /// {"phase", "kind", "text"}
    [[nodiscard]] QJsonObject toJson() const;
};

struct BackupReport
{
    PointId point;
    WallTime started{}, ended{};
    format::PointStatistics statistics;
    uint64_t inconsistent = 0;
    std::vector<GroupReport> groups; ///< how files that belong together were captured; see Tally::groups()
    GroupCounts groupCounts;         ///< of all of them
    protocol::WireCount wire;
    std::chrono::nanoseconds duration{};
    std::vector<Skipped> skipped;                ///< the first 10,000
    uint64_t filesLeftOut = 0;                   ///< by size or age
    std::vector<CommandFailure> commandFailures; ///< see backup_commands.h
    std::vector<Skipped> dropped; ///< those of them that the last point has, and what is left out for another criterion

    /// As docs/agent-cli.md has it ("backup").
    [[nodiscard]] QJsonObject toJson() const;
};

} // namespace backspool::engine
