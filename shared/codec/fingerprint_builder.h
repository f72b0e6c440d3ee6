#pragma once
/// The fingerprint set of a content, leaf by leaf: the digest of each leaf and the fingerprints of its blocks. The
/// service makes one of a stored version, the agent one of what it reads.
#include "codec/digest.h"
#include "codec/fingerprint.h"
#include "codec/signature.h"

#include <QByteArray>

namespace backspool::codec {

/// Keeps what it made until that is taken. Not thread-safe.
class FingerprintBuilder
{
public:
    FingerprintBuilder(const Digester &digester, const SecretKey &key, qsizetype blockSize)
        : digester_(digester), fingerprinter_(key, blockSize)
    {
    }

    /// The next leaf; only the last may be shorter than kLeafSize. Its digest.
    ObjectName addLeaf(QByteArrayView leaf);
    /// The same with the digest of the leaf, which the caller has.
    void addLeaf(QByteArrayView leaf, const ObjectName &digest);
    /// A leaf of zeros, in no time after the first. Its digest.
    ObjectName addZeroLeaf();
    /// A leaf of which all is known already.
    void addKnown(const ObjectName &digest, QByteArrayView fingerprints);

    Fingerprinter &fingerprinter() { return fingerprinter_; }
    /// Digests of the leaves since the last call, one after the other.
    QByteArray takeLeaves() { return std::exchange(leaves_, {}); }
    /// Fingerprints of the blocks since the last call, kFingerprintSize bytes each.
    QByteArray takeFingerprints() { return std::exchange(fingerprints_, {}); }

private:
    Digester digester_;
    Fingerprinter fingerprinter_;
    QByteArray leaves_, fingerprints_;
    QByteArray zeroFingerprints_;
    ObjectName zeroDigest_;
};

/// The signature that the digests of all leaves of a content of @p size bytes give.
/// REQUIRES: @p leaves has a digest for each leaf.
Signature signatureOfLeaves(const Digester &digester, QByteArrayView leaves, uint64_t size);

/// How many of a size that divides the content, the last part counted whole.
constexpr uint64_t partsOf(uint64_t size, qsizetype part)
{
    return size / uint64_t(part) + (size % uint64_t(part) != 0);
}

} // namespace backspool::codec
