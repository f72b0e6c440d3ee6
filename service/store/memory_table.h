#pragma once
/// The newest entries of the chunk index, in memory: a hash table over an array, 48 bytes and about 12 more an entry.
#include "store/chunk_index.h"

#include <unordered_map>
#include <vector>

namespace backspool::store {

/// Not thread-safe; any number of threads may look up while nobody inserts.
class MemoryTable
{
public:
    MemoryTable();

    void insert(const IndexEntry &entry);
    /// Calls @p visit with each place of @p name, newest first, until it returns false. Returns false if it did.
    template <class Visit> bool visit(const ObjectName &name, Visit visit) const;

    /// In the order of insertion.
    const std::vector<IndexEntry> &entries() const { return entries_; }
    /// How many entries each container has.
    const std::unordered_map<ContainerId, uint64_t> &containers() const { return containers_; }
    ByteCount memoryUse() const;

private:
    static constexpr uint32_t kNone = UINT32_MAX;
    size_t bucketOf(const ObjectName &name) const;
    void grow();

    size_t seed_;
    std::vector<IndexEntry> entries_;
    std::vector<uint32_t> older_;  ///< for each entry: the entry of the same bucket that was inserted before
    std::vector<uint32_t> newest_; ///< for each bucket
    std::unordered_map<ContainerId, uint64_t> containers_;
};

template <class Visit> bool MemoryTable::visit(const ObjectName &name, Visit visit) const
{
    for (auto i = newest_[bucketOf(name)]; i != kNone; i = older_[i]) {
        if (entries_[i].name == name && !visit(entries_[i].location))
            return false;
    }
    return true;
}

} // namespace backspool::store
