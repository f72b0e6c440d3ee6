#pragma once
/// What a backup leaves out within what is selected: by name (patterns), and by what it is (the policy's criteria).
/// What is left out is deselected, never deleted, even if the last point has it.
#include "format/directory_entry.h"
#include "policy/exclude_pattern.h"
#include "policy/policy.h"

#include <QString>

namespace backspool::engine {

/// The name that tells of a cache (https://bford.info/cachedir/). It stays in the point, so that a restore tells too.
inline const QByteArray kCacheTag = QByteArrayLiteral("CACHEDIR.TAG");
/// Whether the open folder @p folder is tagged as a cache: its kCacheTag is a file and begins as the specification
/// says.
[[nodiscard]] bool isCacheFolder(int folder);

/// Immutable and thread-safe.
class Exclusion
{
public:
    Exclusion() = default;
    /// @p now: from which ages count; one time for the whole backup.
    Exclusion(policy::ExcludeRules patterns, const policy::ExclusionCriteria &criteria, const format::FileTime &now);

    bool hasPatterns() const { return !patterns_.isEmpty(); }
    /// Whether @p path (absolute, normalised) is left out for its name. See policy::ExcludeRules::isExcluded().
    bool leavesOutName(QByteArrayView path, bool isFolder) const { return patterns_.isExcluded(path, isFolder); }
    /// Whether a file is left out for its size or age.
    bool leavesOutFile(uint64_t size, const format::FileTime &modified) const;
    /// Why, for people. REQUIRES: leavesOutFile().
    QString reason(uint64_t size) const;
    bool leavesOutCaches() const { return criteria_.cacheFolders; }
    bool leavesOutOtherFileSystems() const { return criteria_.otherFileSystems; }

private:
    bool isTooLarge(uint64_t size) const { return criteria_.largerThan > 0 && size > uint64_t(criteria_.largerThan); }

    policy::ExcludeRules patterns_;
    policy::ExclusionCriteria criteria_;
    format::FileTime oldest_; ///< files last modified before are too old, where there is an age limit
};

} // namespace backspool::engine
