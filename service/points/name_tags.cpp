#include "points/name_tags.h"

#include "codec/keys.h"

#include <QtEndian>

#include <bit>

namespace backspool::points {

namespace {

constexpr size_t kFirstSlots = 64;
__extension__ using Wide = unsigned __int128;

struct SipState
{
    uint64_t v0, v1, v2, v3;

    void round()
    {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void take(uint64_t word)
    {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

} // namespace

uint64_t sipHash(const std::array<uint64_t, 2> &key, QByteArrayView bytes)
{
    // "somepseudorandomlygeneratedbytes", as the paper has it.
    SipState state{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d, key[0] ^ 0x6c7967656e657261,
                   key[1] ^ 0x7465646279746573};
    const auto size = bytes.size();
    qsizetype done = 0;
    for (; size - done >= 8; done += 8)
        state.take(qFromLittleEndian<uint64_t>(bytes.data() + done));
    uint64_t last = uint64_t(size) << 56;
    for (int i = 0; done < size; ++done, ++i)
        last |= uint64_t(uint8_t(bytes[done])) << (8 * i);
    state.take(last);
    state.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i)
        state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

NameTags::NameTags()
{
    const auto random = codec::randomBytes(16);
    key_ = {qFromLittleEndian<uint64_t>(random.constData()), qFromLittleEndian<uint64_t>(random.constData() + 8)};
}

uint64_t NameTags::tagOf(QByteArrayView key) const
{
    const auto tag = sipHash(key_, key) & ~uint64_t(kMaxValue);
    return tag != 0 ? tag : kMaxValue + 1;
}

/// Where @p tag is or would be put.
size_t NameTags::slotOf(uint64_t tag) const
{
    // The upper bits of tag * size: even over any number of slots.
    auto slot = size_t((Wide(tag) * slots_.size()) >> 64);
    while (slots_[slot] != 0 && (slots_[slot] & ~uint64_t(kMaxValue)) != tag)
        slot = slot + 1 == slots_.size() ? 0 : slot + 1;
    return slot;
}

void NameTags::grow()
{
    // By half: memory stays under 8 / 0.8 * 1.5 = 15 bytes for each.
    auto old = std::exchange(slots_, std::vector<uint64_t>(std::max(kFirstSlots, slots_.size() * 3 / 2)));
    for (const auto word : old) {
        if (word != 0)
            slots_[slotOf(word & ~uint64_t(kMaxValue))] = word;
    }
}

uint8_t NameTags::put(QByteArrayView key, uint8_t value)
{
    Q_ASSERT(value >= 1 && value <= kMaxValue);
    if ((count_ + 1) * 5 > slots_.size() * 4)
        grow();
    const auto tag = tagOf(key);
    auto &word = slots_[slotOf(tag)];
    const auto before = uint8_t(word & kMaxValue);
    if (word == 0)
        ++count_;
    if (value > before)
        word = tag | value;
    return before;
}

uint8_t NameTags::value(QByteArrayView key) const
{
    return slots_.empty() ? 0 : uint8_t(slots_[slotOf(tagOf(key))] & kMaxValue);
}

} // namespace backspool::points
