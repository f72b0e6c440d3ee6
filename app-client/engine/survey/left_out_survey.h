#pragma once
/// How much each pattern of a selection leaves out.
#include "policy/policy.h"
#include "policy/selection.h"
#include "survey/folder_survey.h"

namespace backspool::engine {

struct LeftOutCount
{
    /// For each pattern, in their order, what it decides about: the last that matches a name does. For one that begins
    /// with "!": what it takes in again.
    std::vector<Amount> byPattern;
    Amount kept;
    bool isWhole = false; ///< all was looked at

    bool operator==(const LeftOutCount &) const = default;
};

/// Looks at all that lies in @p selected, and calls @p onCount now and then, and at the end (unless unwanted). Criteria
/// by size, age or file system are not counted here. Blocks; may take minutes. Errors: Invalid (a pattern).
Status countLeftOut(const std::vector<QByteArray> &selected, const std::vector<QByteArray> &patterns,
                    const std::function<void(const LeftOutCount &)> &onCount, const IsUnwanted &isUnwanted);

/// The same for all that lies in @p path, with nothing left out.
void countTree(const QByteArray &path, const std::function<void(const Amount &, bool isWhole)> &onCount,
               const IsUnwanted &isUnwanted);

} // namespace backspool::engine
