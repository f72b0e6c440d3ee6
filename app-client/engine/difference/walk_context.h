#pragma once
/// What all folders of one walk share.
#include "active/active_files.h"
#include "codec/digest.h"
#include "difference/base_candidate.h"
#include "difference/cached_inodes.h"
#include "difference/content_reader.h"
#include "difference/difference_method.h"
#include "difference/exclusion.h"
#include "difference/known_contents.h"
#include "difference/quiescence.h"
#include "difference/selection_tree.h"
#include "difference/shadow_files.h"
#include "difference/tree_cache.h"
#include "difference/walk_queue.h"
#include "transfer/candidate_queue.h"
#include "watch/changed_set.h"
#include "watch/missed_changes.h"

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

inline format::FileTime fileTime(WallTime time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return {seconds.time_since_epoch().count(), uint32_t((time - seconds).count())};
}

/// What a write log knows of the file at a path: the regions that may have changed since the last point was made;
/// nullopt: it cannot tell. Thread-safe.
using RegionsOf = std::function<std::optional<ChangedRegions>(const QByteArray &path, const FileStatus &status)>;

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
    const Exclusion &exclusion;
    ActiveFiles &active;
    DifferenceBases &bases;
    const RegionsOf &regionsOf; ///< empty: there is no log
    const MethodRule &methodRule;
    ShadowFiles *shadows = nullptr; ///< null: no clones are kept
    CandidateTries &candidateTries;
    Failure &failure;
    const CancelToken &cancel;
    Tally &tally;
    OwnersSeen &owners;
    const Clock &clock;
    /// See BackupOptions.
    std::chrono::nanoseconds racyWindow;
    Quiescence quiescence;                 ///< files in use
    std::atomic<bool> cacheFailed = false; ///< the cached tree is why the walk failed
    /// Start of the last point: what is older and turns up where nothing was has been renamed. Zero without a last
    /// point.
    format::FileTime lastPoint;
    /// Where something may have changed since the last point; null: not known.
    const ChangedSet *changes = nullptr;
    /// A safety walk: everything is looked at, and what has changed without being in `changes` is told here.
    MissedChanges *missed = nullptr;

    /// What is looked at now and changed at or after this may change without a new change time, and is looked at again
    /// next time (formats: "Racily clean").
    format::FileTime racyFrom() const { return fileTime(clock.now() - racyWindow); }
};

} // namespace backspool::engine
