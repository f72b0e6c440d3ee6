#pragma once
/// The greater part of a backup: from the grant until all that is new is with the service.
#include "backup/backup_run.h"
#include "difference/folder_job.h"

namespace backspool::engine {

/// What outlives a walk.
struct WalkTools
{
    protocol::ClientConnection &connection;
    const codec::Digester &digester;
    const codec::Chunker &chunker;
    TreeCache &cache; ///< of the grant's base, or empty
    const Exclusion &exclusion;
    const KnownContents &known;
    SystemDocument &system;
    ActiveFiles &active;
    FingerprintCache &fingerprints;
    const Clock &clock;
    ProgressSink &progress;
    const CancelToken &cancel;
    const ChangedSet *changes = nullptr; ///< since the cache's point; null: not known
    MissedChanges *missed = nullptr;     ///< a safety walk
};

struct Walked
{
    FolderResult root;
    OwnersSeen owners;
    Tally tally;
    format::FileContent systemInformation;
};

struct WalkFailure
{
    Error error;
    /// A record of the cached tree is damaged. The session has gone no further than that, and the connection is good.
    bool isCacheUnreadable = false;
};

/// The point of the client that the service gave the greatest number; 0: none. Its answer also says that all that was
/// asked before is answered.
Result<PointId> newestPoint(protocol::ClientConnection &connection);

/// Blocks. When it fails, no callback comes any more to what it used; with the cache at fault another walk may begin
/// after AbortBackup, else the connection is of no use any more.
std::expected<std::unique_ptr<Walked>, WalkFailure> walkForBackup(const WalkTools &tools, const BackupOptions &options,
                                                                  const protocol::BackupGranted &granted);

} // namespace backspool::engine
