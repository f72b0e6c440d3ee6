#pragma once
/// What a backup found, counted by all its threads, and what it had to leave out.
#include "active/group_report.h"
#include "core/progress.h"
#include "format/point_record.h"

#include <atomic>
#include <mutex>

namespace backspool::engine {

/// One file or folder that is not in the point as it is now, and why.
struct Skipped
{
    QByteArray path;
    QString reason;
};

/// Thread-safe.
class Tally
{
public:
    std::atomic<uint64_t> filesNew = 0, filesModified = 0, filesRedundant = 0, filesUnchanged = 0, filesDeleted = 0,
                          filesRenamed = 0, files = 0, directories = 0, bytes = 0, bytesRead = 0, inconsistent = 0,
                          filesLeftOut = 0; ///< by size or age

    void skip(const QByteArray &path, const QString &reason);
    /// How a group of files came into the point.
    void protect(const GroupReport &group);
    /// Those that are of no one moment first; 1,000 at most.
    std::vector<GroupReport> groups() const;
    /// All of them, by what protected them.
    GroupCounts groupCounts() const;
    uint64_t skippedCount() const;
    /// What the last point has, is there, and is left out from now on for a criterion of the policy.
    void drop(const QByteArray &path, const QString &reason);
    /// The first 10,000.
    std::vector<Skipped> dropped() const;
    /// The first 10,000.
    std::vector<Skipped> skipped() const;
    format::PointStatistics statistics() const;
    Progress progress() const;

private:
    mutable std::mutex mutex_; ///< guards what follows
    std::vector<Skipped> skipped_, dropped_;
    std::vector<GroupReport> groups_;
    GroupCounts groupCounts_;
    uint64_t skippedCount_ = 0;
};

} // namespace backspool::engine
