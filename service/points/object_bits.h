#pragma once
/// One bit for each object of some containers, by where it lies. Memory: an eighth of a byte for each object, 8 bytes
/// for each block.
#include "store/object_store.h"

#include <atomic>
#include <unordered_map>

namespace backspool::points {

class ObjectBits
{
public:
    /// Adds a container with all bits clear; before anything else is called for it.
    void addContainer(ContainerId container, const format::ContainerIndex &index);
    bool covers(ContainerId container) const { return tables_.contains(container); }

    // Thread-safe beside each other. REQUIRES: covers(location.container).
    /// Returns whether it was set before.
    bool set(const store::ObjectLocation &location);
    /// A place where the index has no object counts as set: nobody knows enough of it to call it unwanted.
    bool test(const store::ObjectLocation &location) const;

private:
    struct Table
    {
        std::vector<uint32_t> blocks; ///< offsets, ascending
        std::vector<uint32_t> first;  ///< [i]: number of the first object of block i; one more at the end
        std::unique_ptr<std::atomic<uint64_t>[]> words;
    };
    struct Bit
    {
        std::atomic<uint64_t> *word = nullptr; ///< null: no such object
        uint64_t mask = 0;
    };
    Bit bitOf(const store::ObjectLocation &location) const;

    std::unordered_map<ContainerId, Table> tables_;
};

} // namespace backspool::points
