#pragma once
/// The names of content: HMAC-SHA-256 (RFC 2104, FIPS 198-1) under the keys of an elimination domain. Each kind of
/// object has a key of its own, so the same bytes as a chunk and as a node have different names.
#include "codec/keys.h"
#include "core/object_name.h"

#include <QByteArrayView>

#include <memory>

namespace backspool::codec {

/// Names objects of one domain. Thread-safe (each thread works in a context of its own); copies share the keys and
/// cost a reference count. Any number of Digesters may be used in a thread.
class Digester
{
public:
    explicit Digester(const SecretKey &domain);

    /// The name of a chunk: HMAC(chunk key, bytes).
    [[nodiscard]] ObjectName chunk(QByteArrayView bytes) const;
    /// The name of a tree's node: HMAC(node key, bytes).
    [[nodiscard]] ObjectName node(QByteArrayView bytes) const;
    /// The digest of an inner node of a signature: HMAC(tree key, bytes). For SignatureBuilder.
    [[nodiscard]] ObjectName treeNode(QByteArrayView bytes) const;

    static constexpr qsizetype kProofSize = 16;
    /// The answer to a challenge: the first 16 bytes of the HMAC-SHA-256 of @p bytes, keyed with @p nonce (RFC 2104,
    /// section 5, allows half). Only who holds the bytes can give it (docs/security.md).
    static QByteArray proof(QByteArrayView nonce, QByteArrayView bytes);

private:
    struct Keyed;
    std::shared_ptr<const Keyed> keyed_;
};

} // namespace backspool::codec
