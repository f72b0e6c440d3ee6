#pragma once
/// All that is known of a version that a file is differenced against: what it consists of, the digests of its leaves
/// and the fingerprints of its blocks (seed: "fingerprint set").
#include "codec/fingerprint_builder.h"
#include "difference/known_version.h"
#include "protocol/difference_messages.h"

#include <optional>

namespace backspool::engine {

struct FingerprintSet : KnownVersion
{
    codec::SecretKey key;
    qsizetype blockSize = 0;
    QByteArray fingerprints; ///< codec::kFingerprintSize bytes each

    uint64_t blockCount() const { return uint64_t(fingerprints.size() / codec::kFingerprintSize); }
    codec::Fingerprint fingerprint(uint64_t block) const;
    /// Of the leaf's blocks.
    QByteArrayView fingerprintsOfLeaf(uint64_t number) const;
    ByteCount memory() const;

    /// As messages, none of them too large for one.
    std::vector<protocol::Fingerprints> parts() const;

    /// As the agent keeps it (docs/developing.md, "What the agent keeps of versions").
    QByteArray encodeSet() const;
    /// Errors: Damaged, as FingerprintSetReader.
    static Result<FingerprintSet> decodeSet(QByteArrayView bytes, const codec::Digester &digester);
};

/// Puts a set together from messages. Not thread-safe.
class FingerprintSetReader
{
public:
    /// Of a set under @p key with blocks of @p blockSize.
    FingerprintSetReader(const codec::SecretKey &key, qsizetype blockSize);
    /// Errors: Damaged (more than the size allows, or of another version than the part before).
    Status add(protocol::Fingerprints part);
    /// Errors: Damaged (something is missing, or the leaves do not give the signature: then nothing of it is believed).
    Result<FingerprintSet> finish(const codec::Digester &digester);

private:
    FingerprintSet set_;
    uint64_t extentBytes_ = 0;
    bool begun_ = false;
};

} // namespace backspool::engine
