#pragma once
/// Fingerprints of blocks: how a block of an old content is found at any offset of a new one (seed: 342).
///
/// 12 bytes a block. The rolling part goes on by one byte in a few cycles, so a window can slide over the new content;
/// where it is that of a block, the strong part confirms. A set of fingerprints is made under a fresh random key that
/// only the agent and the service know: nobody can make content for which it errs, and by chance the strong part of
/// two different blocks agrees once in 2^55 (docs/format.md, "Fingerprints"). It proposes all the same: who takes a
/// copy on its word checks it by a digest (docs/decisions/copies-are-checked.md).
#include "codec/keys.h"
#include "core/units.h"

#include <QByteArrayView>

#include <cstdint>
#include <memory>

namespace backspool::codec {

struct Fingerprint
{
    uint32_t rolling = 0;
    uint64_t strong = 0;

    bool operator==(const Fingerprint &) const = default;
};

/// Bytes of a fingerprint as it is written: u32 rolling, u64 strong, little-endian.
constexpr qsizetype kFingerprintSize = 12;
constexpr qsizetype kMinFingerprintBlock = 1_KiB;
/// One leaf: a block never straddles two.
constexpr qsizetype kMaxFingerprintBlock = 64_KiB;

/// The size of the blocks of a content that is first seen with @p size bytes: small ones find more, large ones keep a
/// set small. 4 KiB, the page of most databases, from 64 MiB up to 4 GiB; then so that a set has about a million.
qsizetype fingerprintBlockSize(uint64_t size);

/// Not thread-safe.
class Fingerprinter
{
public:
    /// REQUIRES: @p blockSize is a power of two, within the bounds above.
    Fingerprinter(const SecretKey &key, qsizetype blockSize);
    ~Fingerprinter();
    Fingerprinter(Fingerprinter &&) noexcept;
    Fingerprinter &operator=(Fingerprinter &&) noexcept;

    qsizetype blockSize() const { return blockSize_; }
    /// Of a block of at most blockSize() bytes (the last of a content may be shorter).
    Fingerprint of(QByteArrayView block) { return {rolling(block), strong(block)}; }

    /// Sum of b(i) * m^(n-1-i) modulo 2^32 over the n bytes b(i), with an odd m from the key (Karp and Rabin, the
    /// seed's reference; the modulus is the machine's).
    uint32_t rolling(QByteArrayView block) const;
    /// The first 8 bytes of the tag of AES-256-GCM over no text with the block as associated data: a keyed universal
    /// hash at several GB/s.
    uint64_t strong(QByteArrayView block);
    /// The rolling part of a window of blockSize() bytes that goes on by one byte.
    uint32_t slide(uint32_t rolling, uint8_t out, uint8_t in) const
    {
        return rolling * multiplier_ + in - out * outgoing_;
    }

private:
    struct Cipher;
    qsizetype blockSize_;
    uint32_t multiplier_ = 1;
    uint32_t outgoing_ = 1; ///< m^blockSize
    std::unique_ptr<Cipher> cipher_;
};

} // namespace backspool::codec
