#include "difference/known_version.h"

#include "codec/chunker.h"
#include "codec/crc32c.h"
#include "codec/fingerprint_builder.h"

#include <limits>

namespace backspool::engine {

namespace {

constexpr QByteArrayView kMagic("BKSPLKV1");
constexpr qsizetype kCheckSize = sizeof(uint32_t);
/// Name, offset and length at their shortest.
constexpr qsizetype kLeastExtent = ObjectName::kSize + 2;

std::unexpected<Error> damaged()
{
    return fail(ErrorKind::Damaged, QStringLiteral("what was kept of a version is damaged"));
}

} // namespace

ObjectName KnownVersion::leaf(uint64_t number) const
{
    return ObjectName::fromBytes(
        QByteArrayView(leaves).sliced(qsizetype(number) * ObjectName::kSize, ObjectName::kSize));
}

uint64_t KnownVersion::leafLength(uint64_t number) const
{
    const uint64_t start = number * uint64_t(codec::kLeafSize);
    return start >= size ? 0 : std::min(size - start, uint64_t(codec::kLeafSize));
}

ByteCount KnownVersion::memory() const
{
    return leaves.size() + ByteCount(extents.size() * sizeof(format::Extent));
}

ByteCount KnownVersion::expectedMemory(uint64_t size)
{
    return ByteCount(size / uint64_t(codec::kLeafSize)) * ObjectName::kSize +
           ByteCount(size / uint64_t(codec::kAverageChunk) * sizeof(format::Extent));
}

QByteArray KnownVersion::encode() const
{
    ByteWriter writer;
    writer.reserve(leaves.size() + qsizetype(extents.size()) * (kLeastExtent + 6) + 128);
    writer.bytes(kMagic).name(content).varint(size).name(record).varint(extents.size());
    for (const auto &extent : extents)
        writer.name(extent.chunk).varint(extent.offset).varint(extent.length);
    writer.bytes(leaves);
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

Result<KnownVersion> KnownVersion::decode(QByteArrayView bytes, const codec::Digester &digester)
{
    if (bytes.size() < kMagic.size() + kCheckSize || !bytes.startsWith(kMagic))
        return damaged();
    ByteReader check(bytes.last(kCheckSize), "kept version");
    const auto body = bytes.chopped(kCheckSize);
    if (TRY(check.u32()) != codec::crc32c(body))
        return damaged();
    ByteReader reader(body.sliced(kMagic.size()), "kept version");
    KnownVersion version;
    version.content = TRY(reader.name());
    version.size = TRY(reader.varint(uint64_t(std::numeric_limits<int64_t>::max())));
    version.record = TRY(reader.name());
    const uint64_t count = TRY(reader.varint(uint64_t(reader.remaining() / kLeastExtent)));
    version.extents.reserve(size_t(count));
    uint64_t left = version.size;
    for (uint64_t i = 0; i < count; ++i) {
        format::Extent extent;
        extent.chunk = TRY(reader.name());
        extent.offset = TRY(reader.varint());
        extent.length = TRY(reader.varint(left));
        if (extent.length == 0)
            return damaged();
        left -= extent.length;
        version.extents.push_back(extent);
    }
    const uint64_t leaves = codec::partsOf(version.size, codec::kLeafSize);
    if (version.size == 0 || left > 0 || uint64_t(reader.remaining()) / ObjectName::kSize != leaves ||
        reader.remaining() % ObjectName::kSize != 0)
        return damaged();
    version.leaves = reader.rest().toByteArray();
    if (codec::signatureOfLeaves(digester, version.leaves, version.size).name != version.content)
        return damaged();
    return version;
}

} // namespace backspool::engine
