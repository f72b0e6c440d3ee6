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
///
/// The order that makes a wait enough: a number is given before its lease begins, and may be held up in between. So
/// begin() takes none that was waited for already: whoever waits for "all up to 11" has seen the last of them.
#include "core/cancel_token.h"
#include "core/clock.h"
#include "core/ids.h"
#include "core/object_name.h"

#include <condition_variable>
#include <map>
#include <memory>
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
    /// Cancelled once whoever has the lease is gone: what works for it stops, so that the lease can end. Never null.
    std::shared_ptr<const CancelToken> holder = std::make_shared<const CancelToken>();
};

/// Thread-safe.
class LeaseRegistry
{
public:
    /// Errors: Busy when the client has a backup under way already; Exists when leases as new as this one have been
    /// waited for: take a newer number.
    Status begin(const Lease &lease);
    void end(LeaseId lease);
    bool isActive(LeaseId lease) const;
    std::vector<Lease> active() const;
    /// Blocks until no lease with an id up to @p newest is active; none of them begins any more. Errors: Cancelled.
    Status waitForOlder(LeaseId newest, const CancelToken &cancel);

private:
    mutable std::mutex mutex_; ///< guards what follows
    std::condition_variable ended_;
    std::map<LeaseId, Lease> leases_;
    LeaseId waitedFor_; ///< the newest that was
};

} // namespace backspool::points
