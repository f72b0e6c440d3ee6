#pragma once
/// Sizes of stored objects by where they lie, without reading them where a container's index tells.
#include "store/object_store.h"

#include <list>
#include <unordered_map>

namespace backspool::points {

/// Not thread-safe. Keeps the sizes of the containers asked for last, up to 32 MB.
class ObjectSizes
{
public:
    explicit ObjectSizes(const store::ObjectStore &store) : store_(store) {}

    /// Of @p name, which was found at @p location and may have been moved since. Errors: the store's; Damaged (nothing
    /// is there).
    Result<uint32_t> sizeOf(const ObjectName &name, const store::ObjectLocation &location);

private:
    struct Table
    {
        std::vector<uint32_t> blocks; ///< offsets, ascending
        std::vector<uint32_t> first;  ///< [i]: where the sizes of block i begin; one more at the end
        std::vector<uint32_t> sizes;
        std::list<ContainerId>::iterator use;
    };
    Result<uint32_t> sizeAt(const store::ObjectLocation &location);
    Result<const Table *> tableOf(ContainerId container);
    std::optional<uint32_t> lookUp(const Table &table, const format::ObjectPlace &place) const;
    void forgetOldest();

    const store::ObjectStore &store_;
    std::unordered_map<ContainerId, Table> tables_;
    std::list<ContainerId> uses_; ///< last first
    size_t count_ = 0;            ///< of sizes in all tables
};

} // namespace backspool::points
