#pragma once
/// What a folder of the cached tree has in it and beneath, so that a folder that did not change is counted without
/// being looked at.
#include <QByteArrayView>

#include <cstdint>

namespace backspool::engine {

struct SubtreeCounts
{
    uint64_t files = 0;       ///< whatever is no folder
    uint64_t directories = 0; ///< with the folder itself
    uint64_t bytes = 0;       ///< of files
    /// Entries that are looked at in each backup, whatever is known of changes: racy ones (also what was left out or
    /// could not be read, to be tried and named again), files with several names (a write is known by one of them
    /// only), folders without a record.
    uint64_t restless = 0;

    bool operator==(const SubtreeCounts &) const = default;
    SubtreeCounts &operator+=(const SubtreeCounts &other)
    {
        files += other.files;
        directories += other.directories;
        bytes += other.bytes;
        restless += other.restless;
        return *this;
    }
};

/// Of one entry of a folder, as directory entry and hint. @p beneath: a folder's own counts; null: it has no record.
SubtreeCounts countsOf(QByteArrayView entry, QByteArrayView hint, const SubtreeCounts *beneath);

} // namespace backspool::engine
