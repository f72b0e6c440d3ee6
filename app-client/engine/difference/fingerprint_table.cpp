#include "difference/fingerprint_table.h"

#include <bit>

namespace backspool::engine {

namespace {

/// Bits of the map a block: one window in so many passes it by chance.
constexpr uint64_t kFilterBits = 16;
/// Places of the table a block: half of them free.
constexpr uint64_t kPlaces = 2;

} // namespace

FingerprintTable::FingerprintTable(const FingerprintSet &set) : set_(set)
{
    const uint64_t blocks = set.size / uint64_t(set.blockSize);
    const auto bits = std::max<uint64_t>(std::bit_ceil(blocks * kFilterBits), 64);
    filterShift_ = 32 - std::min(std::bit_width(bits) - 1, 32);
    filter_.resize(size_t(std::min(bits, uint64_t(1) << 32) / 64));
    places_.resize(size_t(std::bit_ceil(std::max<uint64_t>(blocks * kPlaces, 16))));
    for (uint32_t block = 0; block < blocks; ++block)
        insert(block);
}

// The rolling part depends on a secret key, so its value is as good a place as any hash of it.
void FingerprintTable::insert(uint32_t block)
{
    const auto fingerprint = set_.fingerprint(block);
    int alike = 0;
    size_t place = firstPlace(fingerprint.rolling);
    for (; places_[place] != 0; place = (place + 1) % places_.size()) {
        const auto other = set_.fingerprint(places_[place] - 1);
        if (other == fingerprint || (other.rolling == fingerprint.rolling && ++alike == kMostOfOne))
            return;
    }
    places_[place] = block + 1;
    const uint32_t bit = fingerprint.rolling >> filterShift_;
    filter_[bit / 64] |= uint64_t(1) << (bit % 64);
}

bool FingerprintTable::has(uint32_t rolling) const
{
    for (size_t place = firstPlace(rolling); places_[place] != 0; place = (place + 1) % places_.size()) {
        if (set_.fingerprint(places_[place] - 1).rolling == rolling)
            return true;
    }
    return false;
}

std::optional<uint64_t> FingerprintTable::find(const codec::Fingerprint &fingerprint) const
{
    for (size_t place = firstPlace(fingerprint.rolling); places_[place] != 0; place = (place + 1) % places_.size()) {
        if (set_.fingerprint(places_[place] - 1) == fingerprint)
            return places_[place] - 1;
    }
    return std::nullopt;
}

} // namespace backspool::engine
