#pragma once
/// How the background agent is doing: what its status stream says.
#include "backup/backup_run.h"
#include "schedule/scheduler.h"
#include "watch/write_log.h"

#include <QJsonObject>

namespace backspool::engine {

/// A backup that runs.
struct RunningBackup
{
    std::chrono::nanoseconds duration{};
    Progress progress; ///< its total: files and folders of the last point

    /// By what was looked at of what the last point has; nothing as long as that says nothing.
    std::optional<std::chrono::nanoseconds> timeLeft() const;
};

/// What is told of the last backup that this program made.
struct LastBackup
{
    PointId point;
    WallTime started{}, ended{};
    uint64_t files = 0;
    uint64_t filesSkipped = 0;
    uint64_t bytesSent = 0;
    std::vector<GroupReport> groups; ///< as BackupReport has them
    GroupCounts groupCounts;
    std::vector<CommandFailure> commandFailures;
    std::chrono::nanoseconds duration{};
};

struct AgentReport
{
    Decision decision;
    std::optional<WallTime> lastSuccess; ///< begin of the last good backup, also from before a restart
    std::optional<LastBackup> lastBackup;
    std::optional<RunningBackup> running;
    std::optional<Error> lastError;  ///< of the attempts since the last success
    std::vector<Error> policyErrors; ///< policy files that are refused
    std::optional<WriteLogReport> writeLog;
    size_t shadows = 0; ///< files of which a clone is kept

    /// As docs/agent-cli.md has it.
    [[nodiscard]] QJsonObject toJson() const;
};

} // namespace backspool::engine
