#pragma once
/// A set of names that may answer "perhaps" for what is not in it, never "no" for what is. A name touches one cache
/// line (Putze, Sanders, Singler: "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).
#include "core/object_name.h"
#include "core/units.h"

#include <span>
#include <vector>

namespace backspool::store {

/// Names are keyed digests, so their own bits serve as the hashes.
class BloomFilter
{
public:
    /// About 0.6 % of the names that are not there are answered with "perhaps" (measured in the tests).
    static constexpr uint64_t kBitsPerName = 12;
    static constexpr qsizetype kBlockSize = 64;

    /// An empty set with room for @p names.
    static BloomFilter forNames(uint64_t names);
    /// A set of @p blocks blocks, to be filled through bytes().
    explicit BloomFilter(uint64_t blocks) : blocks_(blocks) {}

    void add(const ObjectName &name);
    bool mayContain(const ObjectName &name) const;

    uint64_t blockCount() const { return blocks_.size(); }
    /// The stored form: little-endian 64-bit words, eight a block.
    std::span<char> bytes();
    std::span<const char> bytes() const;

private:
    struct alignas(kBlockSize) Block
    {
        uint64_t words[8] = {};
    };
    size_t blockOf(const ObjectName &name) const;
    std::vector<Block> blocks_;
};

} // namespace backspool::store
