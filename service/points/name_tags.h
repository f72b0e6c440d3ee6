#pragma once
/// A set of names (or pairs of them) in about 13 bytes each: 64-bit tags keyed with a secret of this process, so that
/// nobody can make two names that share one. Two of 16 million share one by chance in 1 of 130,000 processes.
#include <QByteArrayView>

#include <array>
#include <cstdint>
#include <vector>

namespace backspool::points {

/// SipHash-2-4 (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012): a keyed hash that outsiders cannot
/// steer.
[[nodiscard]] uint64_t sipHash(const std::array<uint64_t, 2> &key, QByteArrayView bytes);

/// Not thread-safe.
class NameTags
{
public:
    /// Values are 1 to kMaxValue; they share the word with the tag.
    static constexpr uint8_t kMaxValue = 3;

    NameTags();
    /// Gives @p key the value @p value where it has none or a smaller one. Returns the value that it had (0: none).
    uint8_t put(QByteArrayView key, uint8_t value = 1);
    /// 0: none.
    uint8_t value(QByteArrayView key) const;
    bool contains(QByteArrayView key) const { return value(key) != 0; }
    size_t count() const { return count_; }

private:
    uint64_t tagOf(QByteArrayView key) const;
    size_t slotOf(uint64_t tag) const;
    void grow();

    std::array<uint64_t, 2> key_;
    std::vector<uint64_t> slots_; ///< tag | value; 0: free
    size_t count_ = 0;
};

} // namespace backspool::points
