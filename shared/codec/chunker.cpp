#include "codec/chunker.h"

#include <QtEndian>

#include <openssl/crypto.h>

#include <algorithm>

namespace backspool::codec {

namespace {

/// Bits that must be zero for a cut: 18 before kNormalPoint and 14 after, two more and two fewer than the 16 that
/// 64 KiB would need, which draws the lengths together (FastCDC, "normalised chunking" of level 2). The highest bits
/// of the hash depend on the most bytes; bit 63 is left out because the first half of a step looks at the hash shifted
/// left by one.
constexpr uint64_t kEarlyMask = ((uint64_t(1) << 18) - 1) << 45;
constexpr uint64_t kLateMask = ((uint64_t(1) << 14) - 1) << 49;
/// Where the mask changes: with it the mean length is kAverageChunk (16 KiB that are skipped, one cut in seven before
/// this point, the others 16 KiB after it on the mean).
constexpr qsizetype kNormalPoint = 53_KiB;
/// Bytes that bit 62 depends on. The hash is begun this far before the first possible cut, so that a cut depends on
/// the bytes before it alone and not on where its chunk began.
constexpr qsizetype kWindow = 64;

/// The end of the first cut in [from, to), or 0; @p hash is carried on.
inline qsizetype findCut(const uint8_t *data, qsizetype from, qsizetype to, uint64_t mask, const uint64_t *gear,
                         const uint64_t *gearTwice, uint64_t &hash)
{
    uint64_t h = hash;
    qsizetype i = from;
    for (; i + 2 <= to; i += 2) {
        h = (h << 2) + gearTwice[data[i]];
        if ((h & (mask << 1)) == 0) [[unlikely]]
            return i + 1;
        h += gear[data[i + 1]];
        if ((h & mask) == 0) [[unlikely]]
            return i + 2;
    }
    if (i < to) {
        h = (h << 1) + gear[data[i]];
        if ((h & mask) == 0)
            return i + 1;
    }
    hash = h;
    return 0;
}

} // namespace

Chunker::Chunker(const SecretKey &boundaryKey)
{
    QByteArray values = hkdf(boundaryKey.view(), {}, "backspool gear table", qsizetype(sizeof(gear_)));
    for (size_t i = 0; i < gear_.size(); ++i) {
        gear_[i] = qFromLittleEndian<uint64_t>(values.constData() + i * sizeof(uint64_t));
        gearTwice_[i] = gear_[i] << 1;
    }
    OPENSSL_cleanse(values.data(), size_t(values.size()));
}

Chunker::~Chunker()
{
    OPENSSL_cleanse(gear_.data(), sizeof(gear_));
    OPENSSL_cleanse(gearTwice_.data(), sizeof(gearTwice_));
}

qsizetype Chunker::cut(QByteArrayView data, bool isLast) const
{
    const qsizetype size = std::min(data.size(), kMaxChunk);
    // What is left when no cut is found: a whole chunk at the bound and at the end, else a question for more.
    const qsizetype uncut = size == kMaxChunk || isLast ? size : 0;
    if (size <= kMinChunk)
        return uncut;

    const auto *bytes = reinterpret_cast<const uint8_t *>(data.data());
    uint64_t hash = 0;
    for (qsizetype i = kMinChunk - kWindow; i < kMinChunk; ++i)
        hash = (hash << 1) + gear_[bytes[i]];
    const qsizetype normal = std::min(size, kNormalPoint);
    if (const qsizetype end = findCut(bytes, kMinChunk, normal, kEarlyMask, gear_.data(), gearTwice_.data(), hash))
        return end;
    if (const qsizetype end = findCut(bytes, normal, size, kLateMask, gear_.data(), gearTwice_.data(), hash))
        return end;
    return uncut;
}

} // namespace backspool::codec
