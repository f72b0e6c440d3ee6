#include "protocol/difference_messages.h"

#include "codec/fingerprint.h"
#include "format/object.h"
#include "protocol/message_fields.h"

#include <limits>

namespace backspool::protocol {

using namespace fields;

namespace {

constexpr uint8_t kLast = 1;
constexpr uint8_t kAsKnown = 2;
constexpr uint8_t kOwn = 4;
constexpr uint64_t kMaxSize = uint64_t(std::numeric_limits<int64_t>::max());
/// docs/protocol.md, "Limits": of one frame.
constexpr size_t kMaxExtentsInMessage = 65'536;
constexpr uint64_t kMaxLeafBytes = 2_MiB;
constexpr uint64_t kMaxFingerprintBytes = 3 * 1_MiB;
/// Type, length of one byte.
constexpr qsizetype kSmallestExtent = 1 + 2;
constexpr uint64_t kLargestExtent = 1 + 10 + ObjectName::kSize + 10;
constexpr qsizetype kSmallestCopy = 1 + 1 + ObjectName::kSize;

Result<QByteArray> readItems(ByteReader &reader, uint64_t limit, qsizetype itemSize)
{
    const auto bytes = TRY(reader.sizedBytes(limit));
    if (bytes.size() % itemSize != 0)
        return damaged(QStringLiteral("the fingerprints are not whole"));
    return bytes.toByteArray();
}

} // namespace

QByteArray GetFingerprints::encode() const
{
    ByteWriter writer;
    writer.sizedBytes(path).u8(blockSize).bytes(key).name(known);
    return writer.take();
}

Result<GetFingerprints> GetFingerprints::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "request for fingerprints");
    GetFingerprints message;
    message.path = TRY(reader.sizedBytes(kMaxBasePath)).toByteArray();
    message.blockSize = TRY(reader.u8());
    if (message.blockSize > 62 || (qsizetype(1) << message.blockSize) < codec::kMinFingerprintBlock ||
        (qsizetype(1) << message.blockSize) > codec::kMaxFingerprintBlock)
        return damaged(QStringLiteral("fingerprints of blocks of a size that does not exist were asked for"));
    message.key = TRY(reader.bytes(codec::SecretKey::kSize)).toByteArray();
    message.known = TRY(reader.name());
    TRY(reader.atEnd());
    return message;
}

QByteArray Fingerprints::encode() const
{
    ByteWriter writer;
    writer.reserve(qsizetype(extents.size()) * 48 + leaves.size() + fingerprints.size() + 128);
    const int flags = (last ? kLast : 0) | (isAsKnown ? kAsKnown : 0) | (isOwn ? kOwn : 0);
    writer.u8(uint8_t(flags)).name(content).varint(size).name(record);
    writer.varint(extents.size());
    for (const auto &extent : extents)
        writer.sizedBytes(extent.encode());
    writer.sizedBytes(leaves).sizedBytes(fingerprints);
    return writer.take();
}

Result<Fingerprints> Fingerprints::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "fingerprints");
    Fingerprints message;
    const auto flags = TRY(readFlags(reader, kLast | kAsKnown | kOwn));
    message.last = flags & kLast;
    message.isAsKnown = flags & kAsKnown;
    message.isOwn = flags & kOwn;
    message.content = TRY(reader.name());
    message.size = TRY(reader.varint(kMaxSize));
    message.record = TRY(reader.name());
    const size_t count = TRY(readCount(reader, kMaxExtentsInMessage, kSmallestExtent));
    message.extents.reserve(count);
    for (size_t i = 0; i < count; ++i)
        message.extents.push_back(TRY(format::Extent::decode(TRY(reader.sizedBytes(kLargestExtent)))));
    message.leaves = TRY(readItems(reader, kMaxLeafBytes, ObjectName::kSize));
    message.fingerprints = TRY(readItems(reader, kMaxFingerprintBytes, codec::kFingerprintSize));
    TRY(reader.atEnd());
    return message;
}

QByteArray CheckCopies::encode() const
{
    ByteWriter writer;
    writer.sizedBytes(path).varint(copies.size());
    for (const auto &copy : copies)
        writer.varint(copy.offset).varint(copy.length).name(copy.digest);
    return writer.take();
}

Result<CheckCopies> CheckCopies::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "request to check copies");
    CheckCopies message;
    message.path = TRY(reader.sizedBytes(kMaxBasePath)).toByteArray();
    const size_t count = TRY(readCount(reader, kMaxCopiesInMessage, kSmallestCopy));
    message.copies.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        auto &copy = message.copies.emplace_back();
        copy.offset = TRY(reader.varint(kMaxSize));
        copy.length = TRY(reader.varint(uint64_t(format::kMaxBlockSize)));
        copy.digest = TRY(reader.name());
        if (copy.length == 0)
            return damaged(QStringLiteral("an empty copy was to be checked"));
    }
    TRY(reader.atEnd());
    return message;
}

QByteArray CopiesChecked::encode() const
{
    ByteWriter writer;
    writeBits(writer, right);
    return writer.take();
}

Result<CopiesChecked> CopiesChecked::decode(QByteArrayView payload)
{
    ByteReader reader(payload, "checked copies");
    CopiesChecked message;
    message.right = TRY(readBits(reader, kMaxCopiesInMessage));
    TRY(reader.atEnd());
    return message;
}

} // namespace backspool::protocol
