#pragma once
/// Gives back the space of what no point needs any more, beside running backups and restores.
///
/// 1. Mark: walk all points and the bases of active leases; what they reach is wanted. Containers of sessions that came
/// to
///    no point are wanted whole for 7 days (their client resumes from them).
/// 2. Condemn the containers with enough unwanted bytes: from now on the store answers "not there" for what is unwanted
/// in
///    them, so that no new session relies on it.
/// 3. Wait for the leases older than that; they may rely on it.
/// 4. Mark again what points committed meanwhile reach.
/// 5. Copy what is wanted of the condemned containers into new ones, verified; then, in one transaction, these take
/// their place. Stopped anywhere before the end of 5, everything is as it was.
#include "core/progress.h"
#include "points/point_commit.h"

namespace backspool::points {

struct ReclaimReport
{
    uint64_t containersBefore = 0;
    uint64_t containersRewritten = 0;
    uint64_t containersRemoved = 0;
    ByteCount bytesBefore = 0;
    ByteCount bytesFreed = 0; ///< of a dry run: what would be
    ByteCount bytesCopied = 0;
    uint64_t damagedObjects = 0; ///< wanted objects that could not be read: their containers are left alone
};

struct ReclaimOptions
{
    bool dryRun = false;
    double maxUnwanted = 0.05; ///< share of a container's bytes that may stay unwanted
    std::chrono::seconds keepUncommitted = std::chrono::days(7);
};

Result<ReclaimReport> reclaim(const CommitContext &context, LeaseRegistry &leases, const Clock &clock,
                              const ReclaimOptions &options, ProgressSink &progress, const CancelToken &cancel);

} // namespace backspool::points
