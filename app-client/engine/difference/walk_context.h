#pragma once
/// What all folders of one walk share.
#include "codec/digest.h"
#include "difference/cached_inodes.h"
#include "difference/content_reader.h"
#include "difference/known_contents.h"
#include "difference/selection_tree.h"
#include "difference/tree_cache.h"
#include "difference/walk_queue.h"
#include "policy/exclude_pattern.h"
#include "transfer/candidate_queue.h"

#include <set>

namespace backspool::engine {

/// Numbers of the owners that occur in what is new. Thread-safe.
class OwnersSeen
{
public:
    void add(uint32_t user, uint32_t group)
    {
        const std::lock_guard lock(mutex_);
        users_.insert(user);
        groups_.insert(group);
    }
    /// After the walk.
    const std::set<uint32_t> &users() const { return users_; }
    const std::set<uint32_t> &groups() const { return groups_; }

private:
    std::mutex mutex_;
    std::set<uint32_t> users_, groups_;
};

struct WalkContext
{
    const codec::Digester &digester;
    const ContentReader &contents;
    ObjectSink &sink;
    ClaimQueue &claims;
    CandidateQueue &candidates;
    bool askCandidates = false; ///< the service has records to compare with
    WalkQueue &queue;
    TreeCache &cache;
    CachedInodes &inodes;
    const KnownContents &known;
    const policy::ExcludeRules &excludes;
    Failure &failure;
    const CancelToken &cancel;
    Tally &tally;
    OwnersSeen &owners;
    /// What changed at or after this is looked at again next time (formats: "Racily clean").
    format::FileTime racyFrom;
    /// Start of the last point: what is older and turns up where nothing was has been renamed. Zero without a last
    /// point.
    format::FileTime lastPoint;
};

} // namespace backspool::engine
