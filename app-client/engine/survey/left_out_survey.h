#pragma once
/// How much each pattern of a selection leaves out.
#include "policy/policy.h"
#include "policy/selection.h"
#include "survey/folder_survey.h"

namespace backspool::engine {

/// What leaves something out: by name, and for what it is.
struct LeftOutRules
{
    std::vector<QByteArray> patterns;
    policy::ExclusionCriteria criteria;

    bool operator==(const LeftOutRules &) const = default;
};

struct LeftOutCount
{
    /// For each pattern, in their order, what it decides about: the last that matches a name does. For one that begins
    /// with "!": what it takes in again.
    std::vector<Amount> byPattern;
    Amount byCriteria; ///< what is left out for its size or age, as a cache or as being on another file system
    Amount kept;
    bool hasRemote = false; ///< file systems of other computers would be backed up, and are not counted
    bool isWhole = false;   ///< all was looked at

    bool operator==(const LeftOutCount &) const = default;
};

/// Looks at all that lies in @p selected, and calls @p onCount now and then, and at the end (unless unwanted). Ages
/// count from @p now. Blocks; may take minutes. Errors: Invalid (a pattern).
Status countLeftOut(const std::vector<QByteArray> &selected, const LeftOutRules &rules, const format::FileTime &now,
                    const std::function<void(const LeftOutCount &)> &onCount, const IsUnwanted &isUnwanted);

/// How much lies in a folder, as far as it is counted.
struct FolderSize
{
    Amount amount;
    bool isWhole = false;   ///< all is counted
    bool hasRemote = false; ///< but for file systems of other computers, of which there are some
};

/// The same for all that lies in @p path, with nothing left out.
void countTree(const QByteArray &path, const std::function<void(const FolderSize &)> &onCount,
               const IsUnwanted &isUnwanted);

} // namespace backspool::engine
