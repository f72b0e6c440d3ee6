#include "codec/fingerprint_builder.h"

#include <QtEndian>

namespace backspool::codec {

namespace {

void append(QByteArray &to, const Fingerprint &fingerprint)
{
    std::array<char, kFingerprintSize> bytes;
    qToLittleEndian(fingerprint.rolling, bytes.data());
    qToLittleEndian(fingerprint.strong, bytes.data() + sizeof(uint32_t));
    to.append(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

} // namespace

ObjectName FingerprintBuilder::addLeaf(QByteArrayView leaf)
{
    const auto digest = digester_.chunk(leaf);
    addLeaf(leaf, digest);
    return digest;
}

void FingerprintBuilder::addLeaf(QByteArrayView leaf, const ObjectName &digest)
{
    leaves_.append(digest.view());
    for (; !leaf.isEmpty(); leaf = leaf.sliced(std::min(fingerprinter_.blockSize(), leaf.size())))
        append(fingerprints_, fingerprinter_.of(leaf.first(std::min(fingerprinter_.blockSize(), leaf.size()))));
}

ObjectName FingerprintBuilder::addZeroLeaf()
{
    if (zeroFingerprints_.isEmpty()) {
        zeroDigest_ = digester_.chunk(QByteArray(kLeafSize, '\0'));
        const auto zeros = fingerprinter_.of(QByteArray(fingerprinter_.blockSize(), '\0'));
        for (qsizetype i = 0; i < kLeafSize; i += fingerprinter_.blockSize())
            append(zeroFingerprints_, zeros);
    }
    addKnown(zeroDigest_, zeroFingerprints_);
    return zeroDigest_;
}

void FingerprintBuilder::addKnown(const ObjectName &digest, QByteArrayView fingerprints)
{
    leaves_.append(digest.view());
    fingerprints_.append(fingerprints);
}

Signature signatureOfLeaves(const Digester &digester, QByteArrayView leaves, uint64_t size)
{
    SignatureBuilder signature(digester);
    for (uint64_t left = size; left > 0;) {
        const auto length = std::min(left, uint64_t(kLeafSize));
        signature.addDigested(ObjectName::fromBytes(leaves.first(ObjectName::kSize)), qsizetype(length));
        leaves = leaves.sliced(ObjectName::kSize);
        left -= length;
    }
    return signature.finish();
}

} // namespace backspool::codec
