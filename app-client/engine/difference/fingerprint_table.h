#pragma once
/// Finds the blocks of a fingerprint set by the rolling part.
#include "difference/fingerprint_set.h"

namespace backspool::engine {

/// A bit map in front, which answers for nearly all windows that are no block, and a table of block numbers with open
/// addressing. Blocks with equal fingerprints are there once, the first; and of those with only the rolling part equal
/// so many that a look-up stays short: content made to fool it finds less, not slower. Some 10 bytes a block.
class FingerprintTable
{
public:
    /// Different blocks with one rolling part that are kept: by chance there are hardly ever two.
    static constexpr int kMostOfOne = 4;

    /// The set outlives it. Only whole blocks are in it.
    explicit FingerprintTable(const FingerprintSet &set);

    /// Whether there may be a block of it. In one or two cycles.
    bool mayHave(uint32_t rolling) const
    {
        const uint32_t bit = rolling >> filterShift_;
        return filter_[bit / 64] >> (bit % 64) & 1;
    }
    /// Whether there is.
    bool has(uint32_t rolling) const;
    /// The block with this fingerprint.
    std::optional<uint64_t> find(const codec::Fingerprint &fingerprint) const;

private:
    size_t firstPlace(uint32_t rolling) const { return (uint64_t(rolling) * places_.size()) >> 32; }
    void insert(uint32_t block);

    const FingerprintSet &set_;
    int filterShift_ = 0;
    std::vector<uint64_t> filter_;
    std::vector<uint32_t> places_; ///< number of a block and one; 0: free
};

} // namespace backspool::engine
