#pragma once
/// What the agent did and why it did nothing, as it keeps that for people: the backups that it made with the files that
/// are not in them as they should be, those that failed, and what they waited for.
///
/// Two files of lines in the state folder, activity.log and the older activity.log.1: a JSON object a line, appended
/// (not synced: no backup waits for it). A line that a crash cut short is passed over. When the newer file is full it
/// takes the older one's place: so there is a bound, and the newest is always there.
#include "backup/agent_state.h"
#include "backup/backup_report.h"

namespace backspool::engine {

/// A file that is not in a point as it was, or something else that went wrong with a backup.
struct ActivityProblem
{
    /// What a person can do about it.
    enum class Kind {
        Other,
        Denied,       ///< the agent may not read it
        Unreadable,   ///< the disk or the network folder does not give it
        Inconsistent, ///< it changed while it was read; the reason says what to do
        Command       ///< of the policy, around the backup; no file
    };
    Kind kind = Kind::Other;
    QByteArray path;
    QString reason;

    bool operator==(const ActivityProblem &) const = default;
};

struct Activity
{
    enum class Kind {
        Backup, ///< made a point
        Failure,
        Waiting ///< one was due, and was not begun
    };
    Kind kind = Kind::Backup;
    WallTime time{};                       ///< of its begin; Failure: of its end
    PointId point;                         ///< Backup
    std::chrono::nanoseconds duration{};   ///< Backup
    format::PointStatistics statistics;    ///< Backup
    QString reason;                        ///< Failure, Waiting
    std::vector<ActivityProblem> problems; ///< Backup: some of them
    uint64_t problemCount = 0;             ///< all of them

    bool operator==(const Activity &) const = default;

    [[nodiscard]] static Activity of(const BackupReport &report);
};

/// Appends, in two system calls. Not synced: no backup waits for what is for people only. Errors: Io, NoSpace, Denied.
[[nodiscard]] Status appendActivity(const AgentState &state, const Activity &activity);
/// The newest first. Blocks. Errors: Io, Denied.
[[nodiscard]] Result<std::vector<Activity>> readActivities(const AgentState &state);

/// A line, without its end.
[[nodiscard]] QByteArray activityToLine(const Activity &activity);
/// Nothing: it is no such line.
[[nodiscard]] std::optional<Activity> activityFromLine(const QByteArray &line);

} // namespace backspool::engine
