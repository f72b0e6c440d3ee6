#pragma once
/// What one connection may read: the roots of the client's own points, and what is beneath an object that it was given.
/// A name is no permission: it must stand in a parent that the connection was given before.
#include "store/byte_bounded_cache.h"
#include "store/object_store.h"

#include <memory>
#include <unordered_set>

namespace backspool::api {

/// Not thread-safe: one conversation's.
class AuthorisedParents
{
public:
    AuthorisedParents();

    /// @p root may be asked for, without a parent.
    void addRoot(const ObjectName &root);
    /// Checks that each of @p names is a root (@p parent null) or stands in @p parent, which this connection was given.
    /// Errors: Denied; NotFound, Damaged, Io (the parent cannot be read).
    Status check(const store::ObjectStore &store, const ObjectName &parent, std::span<const ObjectName> names);
    /// @p name, a node or version record that passed check(), may be a parent from now on.
    /// Errors: Denied (more than a connection may hold).
    Status addParent(const ObjectName &name);

private:
    using Tag = uint64_t;
    using Children = std::shared_ptr<const std::vector<ObjectName>>; ///< sorted
    Tag tagOf(const ObjectName &name) const;
    Result<Children> childrenOf(const store::ObjectStore &store, const ObjectName &parent);

    const size_t seed_; ///< random: nobody can look for two names with one tag
    std::unordered_set<Tag> parents_;
    std::vector<ObjectName> roots_;
    store::ByteBoundedCache<ObjectName, Children> children_; ///< by their parent
};

} // namespace backspool::api
