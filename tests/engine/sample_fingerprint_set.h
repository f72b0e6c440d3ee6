#pragma once
/// The fingerprint set of a content that is one chunk after another.
#include "difference/fingerprint_set.h"

namespace backspool::engine {

inline FingerprintSet fingerprintSetOf(const codec::Digester &digester, const QByteArray &content, qsizetype blockSize)
{
    FingerprintSet set;
    set.size = uint64_t(content.size());
    set.content = codec::signatureOf(digester, content).name;
    set.record = digester.node("a record");
    set.key = codec::SecretKey::random();
    set.blockSize = blockSize;
    codec::FingerprintBuilder builder(digester, set.key, blockSize);
    for (qsizetype at = 0; at < content.size(); at += codec::kLeafSize) {
        const auto leaf = content.sliced(at, std::min(codec::kLeafSize, content.size() - at));
        set.extents.push_back({builder.addLeaf(leaf), 0, uint64_t(leaf.size())});
    }
    set.leaves = builder.takeLeaves();
    set.fingerprints = builder.takeFingerprints();
    return set;
}

} // namespace backspool::engine
