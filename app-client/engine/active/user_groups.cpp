#include "active/user_groups.h"

#include <algorithm>
#include <set>

namespace backspool::engine {

UserGroups::UserGroups(const std::vector<policy::GroupPolicy> &groups)
{
    for (const auto &group : groups) {
        auto folder = policy::PathGlob::compile(QByteArrayView(group.folder).sliced(1));
        if (!folder)
            continue;
        std::vector<policy::NameGlob> members;
        for (const auto &member : group.members) {
            if (auto compiled = policy::NameGlob::compile(member))
                members.push_back(*std::move(compiled));
        }
        groups_.push_back({group.name, *std::move(folder), std::move(members)});
    }
}

std::vector<FileGroup> UserGroups::find(QByteArrayView path, const std::vector<GroupCandidate> &files) const
{
    if (groups_.empty() || path.size() < 2)
        return {};
    std::vector<QByteArrayView> names;
    for (qsizetype start = 1; start <= path.size();) {
        const qsizetype slash = path.indexOf('/', start);
        const qsizetype end = slash < 0 ? path.size() : slash;
        names.push_back(path.sliced(start, end - start));
        start = end + 1;
    }
    std::vector<FileGroup> found;
    std::set<QByteArray> taken;
    for (const auto &group : groups_) {
        if (!group.folder.matches(names))
            continue;
        FileGroup one{GroupKind::UserDefined, {}, {}, group.name};
        bool hasChange = false;
        for (const auto &file : files) {
            const auto isIt = [&](const policy::NameGlob &member) { return member.matches(file.name); };
            if (std::ranges::none_of(group.members, isIt) || !taken.insert(file.name).second)
                continue;
            hasChange = hasChange || file.isChanged;
            one.members.push_back(file.name);
        }
        if (hasChange)
            found.push_back(std::move(one));
    }
    return found;
}

} // namespace backspool::engine
