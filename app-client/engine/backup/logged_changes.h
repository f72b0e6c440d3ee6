#pragma once
/// What one backup makes of the write log: whether it goes by it, and what the log learns of the point.
#include "backup/backup_run.h"
#include "difference/tree_cache.h"

namespace backspool::engine {

/// Begun before the backup looks at anything. Without a write log it says that nothing is known. One thread.
class LoggedChanges
{
public:
    explicit LoggedChanges(const BackupOptions &options);

    /// Before a walk that compares with the point of @p cache.
    void prepare(const TreeCache &cache);
    /// The cache has been made anew: nothing is known of what it says.
    void forget();

    /// For the walk. Null: everything is looked at.
    const ChangedSet *changes() const { return changes_ ? &*changes_ : nullptr; }
    /// For a safety walk.
    MissedChanges *missed() { return isSafetyWalk_ ? &use_->missed() : nullptr; }

    /// The backup has made @p point.
    void committed(PointId point);

private:
    const std::chrono::seconds safetyWalkAfter_;
    const QByteArray configuration_;
    std::optional<WriteLog::Use> use_;
    std::optional<ChangedSet> changes_;
    bool isSafetyWalk_ = false;
};

} // namespace backspool::engine
