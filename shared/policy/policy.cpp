#include "policy/policy.h"

#include "policy/default_exclusions.h"

namespace backspool::policy {

std::vector<QByteArray> ExclusionCriteria::toComments() const
{
    std::vector<QByteArray> comments;
    if (largerThan > 0)
        comments.push_back("#larger-than-bytes " + QByteArray::number(qint64(largerThan)));
    if (olderThan.count() > 0)
        comments.push_back("#older-than-seconds " + QByteArray::number(qint64(olderThan.count())));
    if (cacheFolders)
        comments.emplace_back("#cache-folders");
    if (otherFileSystems)
        comments.emplace_back("#other-file-systems");
    return comments;
}

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
