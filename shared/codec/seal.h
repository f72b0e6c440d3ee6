#pragma once
/// Sealing of stored blocks: secret and unchangeable by who lacks the key (AES-256-GCM, NIST SP 800-38D).
#include "codec/keys.h"
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace backspool::codec {

/// A sealed block is this much longer than its content: the tag.
constexpr qsizetype kSealOverhead = 16;
/// No block is longer; a bound of the interface of OpenSSL's cipher (int) with room to spare, far over any block.
constexpr qsizetype kMaxSealed = qsizetype(1) << 30;

/// Seals the blocks of one container. The nonce is the block's counter (u64 little-endian, then four zero bytes), so
/// the key must be the container's alone and no counter may ever be used for two contents.
/// Thread-safe; copies hold the same key.
class Sealer
{
public:
    explicit Sealer(const SecretKey &containerKey) : key_(containerKey) {}

    /// Ciphertext of the length of @p plain, then the tag. @p associated is not stored, but must be the same at open().
    /// REQUIRES: plain and associated of at most kMaxSealed bytes each.
    [[nodiscard]] QByteArray seal(uint64_t counter, QByteArrayView associated, QByteArrayView plain) const;
    /// The content that was sealed with the same key, counter and associated data.
    /// Errors: Damaged (one of them differs, or the sealed bytes do; the caller adds which block it was).
    [[nodiscard]] Result<QByteArray> open(uint64_t counter, QByteArrayView associated, QByteArrayView sealed) const;

private:
    SecretKey key_;
};

} // namespace backspool::codec
