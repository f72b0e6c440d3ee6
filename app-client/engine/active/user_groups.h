#pragma once
/// The groups of the policy, to be found in folders.
#include "active/file_group.h"
#include "policy/group_policy.h"
#include "policy/path_glob.h"

namespace backspool::engine {

/// Immutable and thread-safe.
class UserGroups
{
public:
    /// What of @p groups does not compile is left out: groupsFromJson() has refused it.
    explicit UserGroups(const std::vector<policy::GroupPolicy> &groups);

    /// Those of the folder at @p path, as findGroups() has them: with a file that is changed, each file in one.
    std::vector<FileGroup> find(QByteArrayView path, const std::vector<GroupCandidate> &files) const;

private:
    struct Group
    {
        QString name;
        policy::PathGlob folder;
        std::vector<policy::NameGlob> members;
    };
    std::vector<Group> groups_;
};

} // namespace backspool::engine
