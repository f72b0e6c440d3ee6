#include "difference/fingerprint_set.h"

#include "codec/crc32c.h"
#include "core/bytes.h"

#include <QtEndian>

#include <algorithm>
#include <bit>

namespace backspool::engine {

namespace {

constexpr QByteArrayView kMagic("BKSPLFP1");
/// Of one message: well under what it may have.
constexpr size_t kExtentsOfPart = 16'384;
constexpr qsizetype kLeavesOfPart = 16'384 * ObjectName::kSize;
constexpr qsizetype kFingerprintsOfPart = 131'072 * codec::kFingerprintSize;

std::unexpected<Error> damaged()
{
    return fail(ErrorKind::Damaged, QStringLiteral("the fingerprints of a file are not what they should be"));
}

/// The next @p most bytes of @p all from @p done on.
QByteArray slice(const QByteArray &all, qsizetype &done, qsizetype most)
{
    const auto part = all.sliced(done, std::min(most, all.size() - done));
    done += part.size();
    return part;
}

} // namespace

codec::Fingerprint FingerprintSet::fingerprint(uint64_t block) const
{
    const char *at = fingerprints.constData() + qsizetype(block) * codec::kFingerprintSize;
    return {qFromLittleEndian<uint32_t>(at), qFromLittleEndian<uint64_t>(at + sizeof(uint32_t))};
}

QByteArrayView FingerprintSet::fingerprintsOfLeaf(uint64_t number) const
{
    const qsizetype perLeaf = codec::kLeafSize / blockSize * codec::kFingerprintSize;
    const qsizetype start = qsizetype(number) * perLeaf;
    return QByteArrayView(fingerprints).sliced(start, std::min(perLeaf, fingerprints.size() - start));
}

ByteCount FingerprintSet::memory() const
{
    return KnownVersion::memory() + fingerprints.size();
}

std::vector<protocol::Fingerprints> FingerprintSet::parts() const
{
    std::vector<protocol::Fingerprints> parts;
    size_t extentsDone = 0;
    qsizetype leavesDone = 0, fingerprintsDone = 0;
    do {
        auto &part = parts.emplace_back();
        part.content = content;
        part.size = size;
        part.record = record;
        const size_t count = std::min(kExtentsOfPart, extents.size() - extentsDone);
        part.extents.assign(extents.begin() + ptrdiff_t(extentsDone), extents.begin() + ptrdiff_t(extentsDone + count));
        extentsDone += count;
        part.leaves = slice(leaves, leavesDone, kLeavesOfPart);
        part.fingerprints = slice(fingerprints, fingerprintsDone, kFingerprintsOfPart);
    } while (extentsDone < extents.size() || leavesDone < leaves.size() || fingerprintsDone < fingerprints.size());
    parts.back().last = true;
    return parts;
}

/// Magic, key, block size as a power of two, then the parts as they come from the service, each with its length;
/// CRC-32C of all before.
QByteArray FingerprintSet::encodeSet() const
{
    ByteWriter writer;
    writer.bytes(kMagic).bytes(key.view()).u8(uint8_t(std::countr_zero(size_t(blockSize))));
    for (const auto &part : parts())
        writer.sizedBytes(part.encode());
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

Result<FingerprintSet> FingerprintSet::decodeSet(QByteArrayView bytes, const codec::Digester &digester)
{
    constexpr qsizetype kCheckSize = sizeof(uint32_t);
    if (bytes.size() < kMagic.size() + kCheckSize || !bytes.startsWith(kMagic))
        return damaged();
    const auto body = bytes.chopped(kCheckSize);
    if (qFromLittleEndian<uint32_t>(bytes.last(kCheckSize).data()) != codec::crc32c(body))
        return damaged();
    ByteReader reader(body.sliced(kMagic.size()), "fingerprint set");
    const auto key = codec::SecretKey::fromBytes(TRY(reader.bytes(codec::SecretKey::kSize)));
    const auto power = TRY(reader.u8());
    const bool isBlockSize = power < 32 && (qsizetype(1) << power) >= codec::kMinFingerprintBlock &&
                             (qsizetype(1) << power) <= codec::kMaxFingerprintBlock;
    if (!isBlockSize)
        return damaged();
    FingerprintSetReader set(key, qsizetype(1) << power);
    while (reader.remaining() > 0) {
        const auto part = TRY(reader.sizedBytes(uint64_t(reader.remaining())));
        TRY(set.add(TRY(protocol::Fingerprints::decode(part))));
    }
    return set.finish(digester);
}

FingerprintSetReader::FingerprintSetReader(const codec::SecretKey &key, qsizetype blockSize)
{
    set_.key = key;
    set_.blockSize = blockSize;
}

Status FingerprintSetReader::add(protocol::Fingerprints part)
{
    if (!begun_) {
        set_.content = part.content;
        set_.size = part.size;
        set_.record = part.record;
        begun_ = true;
    }
    const bool isOfAnother =
        part.content != set_.content || part.size != set_.size || part.record != set_.record || part.isAsKnown;
    if (isOfAnother || codec::partsOf(set_.size, set_.blockSize) > protocol::kMaxFingerprints)
        return damaged();
    for (const auto &extent : part.extents) {
        if (extent.length > set_.size - extentBytes_)
            return damaged();
        extentBytes_ += extent.length;
    }
    set_.extents.insert(set_.extents.end(), part.extents.begin(), part.extents.end());
    set_.leaves += part.leaves;
    set_.fingerprints += part.fingerprints;
    if (set_.extents.size() > protocol::kMaxBaseExtents ||
        set_.leafCount() > codec::partsOf(set_.size, codec::kLeafSize) ||
        set_.blockCount() > codec::partsOf(set_.size, set_.blockSize))
        return damaged();
    return {};
}

Result<FingerprintSet> FingerprintSetReader::finish(const codec::Digester &digester)
{
    const bool isWhole = begun_ && set_.size > 0 && extentBytes_ == set_.size &&
                         set_.leafCount() == codec::partsOf(set_.size, codec::kLeafSize) &&
                         set_.blockCount() == codec::partsOf(set_.size, set_.blockSize);
    if (!isWhole || codec::signatureOfLeaves(digester, set_.leaves, set_.size).name != set_.content)
        return damaged();
    return std::move(set_);
}

} // namespace backspool::engine
