#pragma once
/// Whose a restored file is to be on this computer.
#include "format/point_record.h"

#include <set>

namespace backspool::engine {

struct Owner
{
    uint32_t uid = 0;
    uint32_t gid = 0;
    bool operator==(const Owner &) const = default;
};

/// Immutable, thread-safe.
///
/// A point of this very host is given back by number, as it was. A point of another host goes by name: a user or group
/// that this computer has under another number gets that one; a name that it does not have keeps its number. (ids
/// within ACLs stay numbers: the point has no names for them.)
class OwnerMap
{
public:
    /// @p host: this computer's name.
    static OwnerMap make(const format::PointRecord &record, const QString &host);

    Owner ownerOf(const format::DirectoryEntry &entry) const;
    /// Whether this process may give files to @p owner at all: root may, others keep what they make to themselves and
    /// may only choose among their groups.
    bool mayOwn(uint32_t uid) const { return isRoot_ || uid == self_.uid; }
    bool mayGroup(uint32_t gid) const { return isRoot_ || groups_.contains(gid); }
    bool isRoot() const { return isRoot_; }
    /// Of files that this process makes.
    const Owner &self() const { return self_; }

private:
    std::map<uint32_t, uint32_t> users_, groupNumbers_; ///< recorded to local, where they differ
    std::set<uint32_t> groups_;                         ///< of this process
    Owner self_;
    bool isRoot_ = false;
};

} // namespace backspool::engine
