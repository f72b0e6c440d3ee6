#include "store/bloom_filter.h"

#include <QtEndian>

namespace backspool::store {

static_assert(Q_BYTE_ORDER == Q_LITTLE_ENDIAN, "the stored form is the form in memory");

namespace {
/// With 12 bits a name in blocks of 512 bits, 6 and 7 give the same share of false answers.
constexpr int kBitsSet = 7;
constexpr int kBitsOfPosition = 9; // 512 positions in a block
// The first 8 bytes of a name choose the page of a run; the filter takes others.
constexpr qsizetype kBlockBytes = 8;
constexpr qsizetype kPositionBytes = 16;

/// The word and the bit in it for the next of the positions that @p bits give.
template <class Visit> bool forEachPosition(const ObjectName &name, Visit visit)
{
    auto bits = qFromLittleEndian<uint64_t>(name.data() + kPositionBytes);
    for (int i = 0; i < kBitsSet; ++i, bits >>= kBitsOfPosition) {
        if (!visit(size_t(bits >> 6 & 7), uint64_t(1) << (bits & 63)))
            return false;
    }
    return true;
}
} // namespace

BloomFilter BloomFilter::forNames(uint64_t names)
{
    return BloomFilter(names * kBitsPerName / (kBlockSize * 8) + 1);
}

size_t BloomFilter::blockOf(const ObjectName &name) const
{
    const auto hash = qFromLittleEndian<uint64_t>(name.data() + kBlockBytes);
    __extension__ using Wide = unsigned __int128;
    return size_t(Wide(hash) * blocks_.size() >> 64);
}

void BloomFilter::add(const ObjectName &name)
{
    auto &block = blocks_[blockOf(name)];
    forEachPosition(name, [&](size_t word, uint64_t bit) {
        block.words[word] |= bit;
        return true;
    });
}

bool BloomFilter::mayContain(const ObjectName &name) const
{
    if (blocks_.empty())
        return false;
    const auto &block = blocks_[blockOf(name)];
    return forEachPosition(name, [&](size_t word, uint64_t bit) { return (block.words[word] & bit) != 0; });
}

std::span<char> BloomFilter::bytes()
{
    return {reinterpret_cast<char *>(blocks_.data()), blocks_.size() * sizeof(Block)};
}

std::span<const char> BloomFilter::bytes() const
{
    return {reinterpret_cast<const char *>(blocks_.data()), blocks_.size() * sizeof(Block)};
}

} // namespace backspool::store
