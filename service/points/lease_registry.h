#pragma once
/// Leases: what a backup session relies on stays in the store until its lease ends (docs/format.md; formats: "pins").
///
/// A lease protects the tree of its base point and everything that the service told the session it holds. Reclaim waits
/// for the leases that are older than its mark before it deletes. Leases end by commit, by the connection's end or when
/// the service stops; a client cannot keep one open without a living connection.
///
/// The order that makes a base safe: begin() first, then ask the catalogue whether the base is (still) a point. Whoever
/// marks looks at the points first and at the leases then, so it sees one or the other. And a lease ends only after the
/// commit that it protects has returned.
#include "core/cancel_token.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/object_name.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace backspool::points {

struct Lease
{
    LeaseId id; ///< a fencing number: greater than every lease before
    ClientId client;
    PointId base;
    ObjectName baseRoot; ///< trees of the base, null without
    ObjectName baseHints;
    WallTime started{};
};

/// Thread-safe.
class LeaseRegistry
{
public:
    /// Errors: Busy when the client has a backup under way already.
    Status begin(const Lease &lease);
    void end(LeaseId lease);
    bool isActive(LeaseId lease) const;
    std::vector<Lease> active() const;
    /// Blocks until no lease with an id up to @p newest is active. Errors: Cancelled.
    Status waitForOlder(LeaseId newest, const CancelToken &cancel);

private:
    mutable std::mutex mutex_; ///< guards leases_
    std::condition_variable ended_;
    std::map<LeaseId, Lease> leases_;
};

} // namespace backspool::points
