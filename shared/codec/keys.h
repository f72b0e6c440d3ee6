#pragma once
/// Secret keys: what they are kept in, and how further keys are made from one (HKDF with SHA-256, RFC 5869). One
/// secret never serves two purposes: each purpose derives a key of its own.
/// Everything here is thread-safe. A failure of OpenSSL itself (no memory, no entropy) ends the process: there is no
/// safe way on without keys.
#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <cstdint>

namespace backspool::codec {

/// 32 secret bytes, overwritten when they go out of use.
class SecretKey
{
public:
    static constexpr qsizetype kSize = 32;

    /// All zeros: to be assigned to.
    SecretKey() = default;
    SecretKey(const SecretKey &) = default;
    SecretKey &operator=(const SecretKey &) = default;
    ~SecretKey();

    /// REQUIRES: bytes.size() == kSize.
    static SecretKey fromBytes(QByteArrayView bytes);
    /// A new key from the operating system's randomness.
    static SecretKey random();

    /// Valid as long as the key.
    QByteArrayView view() const { return {reinterpret_cast<const char *>(bytes_.data()), kSize}; }
    const uint8_t *data() const { return bytes_.data(); }

    /// In constant time.
    bool operator==(const SecretKey &other) const;

private:
    std::array<uint8_t, kSize> bytes_{};
};

/// HKDF-SHA-256 (RFC 5869) of @p secret: @p size bytes. Salt and info may be empty.
/// REQUIRES: 0 < size <= 8160 (255 digests, RFC 5869, 2.3).
QByteArray hkdf(QByteArrayView secret, QByteArrayView salt, QByteArrayView info, qsizetype size);

/// The key that follows from @p key for the purpose @p info; one per @p salt (which may be empty and need not be
/// secret).
SecretKey deriveKey(const SecretKey &key, QByteArrayView salt, QByteArrayView info);

/// @p size bytes from OpenSSL's generator, fit for keys, nonces and challenges.
QByteArray randomBytes(qsizetype size);

/// The keys that follow from the secret of an elimination domain: whoever has the secret gives the same content the
/// same name, and nobody else can tell from a name what it names (docs/format.md, "Names").
class DomainKeys
{
public:
    explicit DomainKeys(const SecretKey &domain);

    const SecretKey &chunk() const { return chunk_; }       ///< names chunks, and so the leaves of signatures
    const SecretKey &tree() const { return tree_; }         ///< digests the inner nodes of signatures
    const SecretKey &node() const { return node_; }         ///< names the nodes of trees
    const SecretKey &boundary() const { return boundary_; } ///< decides where content is cut into chunks

private:
    SecretKey chunk_;
    SecretKey tree_;
    SecretKey node_;
    SecretKey boundary_;
};

} // namespace backspool::codec
