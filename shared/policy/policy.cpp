#include "policy/policy.h"

#include "policy/default_exclusions.h"

namespace backspool::policy {

std::vector<QByteArray> Policy::excludesFor(const std::vector<QByteArray> &selected,
                                            const std::vector<QByteArray> &excludes) const
{
    std::vector<QByteArray> all;
    if (exclusions.defaultList)
        all = defaultExclusions(selected);
    for (const auto *more : {&exclusions.patterns, &excludes, &exclusions.finalPatterns})
        all.insert(all.end(), more->begin(), more->end());
    return all;
}

} // namespace backspool::policy
