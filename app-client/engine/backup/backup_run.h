#pragma once
/// One backup, from the request for a slot to the committed point (seed: Figure 6).
#include "backup/agent_state.h"
#include "backup/system_document.h"
#include "core/cancel_token.h"
#include "difference/walk_context.h"
#include "policy/policy.h"
#include "protocol/client_connection.h"
#include "transfer/block_sender.h"
#include "watch/write_log.h"

namespace backspool::engine {

struct BackupOptions
{
    std::vector<QByteArray> paths; ///< the selection: absolute, normalised
    std::vector<QByteArray> excludes;
    policy::ExclusionCriteria criteria;
    int workers = 2; ///< threads that walk and read
    /// A file that changed less than this before it was read may change on without a new change time: a page that is
    /// mapped and written to moves it once and is then written to freely until the kernel writes it back, after 35 s by
    /// default (dirty_expire_centisecs and dirty_writeback_centisecs); the coarsest time stamps are of 2 s (FAT). Such
    /// a file is read again the next time.
    std::chrono::nanoseconds racyWindow = std::chrono::seconds(60);
    /// Gathers what goes with the point as its system information; empty: nothing does.
    SystemDocument::Gather systemInformation;
    policy::ActivePolicy active; ///< files in use
    SenderOptions sender;
    RegionsOf regionsOf; ///< empty: no write log
    MethodRule methodRule;
    WriteLog *writeLog = nullptr; ///< what it knows to be unchanged is not looked at
    /// After so long a backup looks at everything although the write log is good.
    std::chrono::seconds safetyWalkAfter = std::chrono::days(7);
};

/// A command of the policy that did not do what it should.
struct CommandFailure
{
    QString phase; ///< "before" or "after" the backup
    Error error;
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
};

/// Blocks until the point is durable. Errors: Unreachable, NoSpace (the service's words), Busy, Cancelled, Invalid
/// (nothing selected), and others of the service. @p connection is of no use after an error.
Result<BackupReport> runBackup(protocol::ClientConnection &connection, const protocol::Identity &identity,
                               const AgentState &state, const Clock &clock, const BackupOptions &options,
                               ProgressSink &progress, const CancelToken &cancel);

} // namespace backspool::engine
