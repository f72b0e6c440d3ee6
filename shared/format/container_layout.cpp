#include "format/container_layout.h"

#include "codec/crc32c.h"
#include "core/bytes.h"

namespace backspool::format {

namespace {

constexpr uint16_t kVersion = 1;
constexpr qsizetype kMagicSize = 8;
constexpr std::array<QByteArrayView, 3> kMagics = {"BKSPLBDF", "BKSPLDTF", "BKSPLSTA"};
constexpr QByteArrayView kFooterMagic = "BKSPLEND";

/// @p writer's bytes with their checksum behind them.
QByteArray withChecksum(ByteWriter &writer)
{
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

bool checksumAgrees(QByteArrayView bytes)
{
    ByteReader reader(bytes.last(sizeof(uint32_t)), "checksum");
    return reader.u32() == codec::crc32c(bytes.chopped(sizeof(uint32_t)));
}

Result<ContainerUuid> readUuid(ByteReader &reader)
{
    const auto bytes = TRY(reader.bytes(sizeof(ContainerUuid)));
    ContainerUuid uuid;
    std::memcpy(uuid.data(), bytes.data(), uuid.size());
    return uuid;
}

Status checkVersion(uint16_t version)
{
    if (version != kVersion)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("the container has version %1 of the format; this program knows version %2 only")
                        .arg(version)
                        .arg(kVersion));
    return {};
}

} // namespace

ContainerUuid randomContainerUuid()
{
    ContainerUuid uuid;
    const auto bytes = codec::randomBytes(uuid.size());
    std::memcpy(uuid.data(), bytes.data(), uuid.size());
    return uuid;
}

QByteArrayView bytesOf(const ContainerUuid &uuid)
{
    return {uuid.data(), qsizetype(uuid.size())};
}

QByteArray toHex(const ContainerUuid &uuid)
{
    return bytesOf(uuid).toByteArray().toHex();
}

std::optional<ContainerUuid> containerUuidFromHex(QByteArrayView hex)
{
    ContainerUuid uuid;
    if (hex.size() != 2 * qsizetype(uuid.size()))
        return std::nullopt;
    const auto bytes = QByteArray::fromHex(hex.toByteArray());
    // Also refuses upper case and what fromHex() skips: one container, one name.
    if (bytes.toHex() != hex)
        return std::nullopt;
    std::memcpy(uuid.data(), bytes.data(), uuid.size());
    return uuid;
}

codec::Sealer containerSealer(const codec::SecretKey &repositoryKey, const ContainerUuid &uuid)
{
    return codec::Sealer(codec::deriveKey(repositoryKey, bytesOf(uuid), "backspool container"));
}

QByteArray ContainerHeader::encode() const
{
    ByteWriter writer;
    writer.reserve(kSize);
    writer.bytes(kMagics[size_t(kind)]).u16(kVersion).u16(kSize).u32(0).bytes(bytesOf(uuid)).u32(keySlot);
    writer.u32(client.value).u64(uint64_t(created)).u64(lease.value).bytes(QByteArray(36, '\0'));
    return withChecksum(writer);
}

Result<ContainerHeader> ContainerHeader::decode(QByteArrayView bytes)
{
    if (bytes.size() != kSize)
        return fail(ErrorKind::Damaged, QStringLiteral("the container header ends early"));
    const auto magic = std::ranges::find(kMagics, bytes.first(kMagicSize));
    if (magic == kMagics.end())
        return fail(ErrorKind::Damaged, QStringLiteral("this is not the start of a container"));
    if (!checksumAgrees(bytes))
        return fail(ErrorKind::Damaged, QStringLiteral("the checksum of the container header is wrong"));

    ByteReader reader(bytes.sliced(kMagicSize), "container header");
    ContainerHeader header;
    header.kind = ContainerKind(magic - kMagics.begin());
    TRY(checkVersion(TRY(reader.u16())));
    if (TRY(reader.u16()) != kSize)
        return fail(ErrorKind::Damaged, QStringLiteral("the container header states a wrong size of itself"));
    TRY(reader.u32());
    header.uuid = TRY(readUuid(reader));
    header.keySlot = TRY(reader.u32());
    if (header.keySlot != 0)
        return fail(ErrorKind::Unsupported,
                    QStringLiteral("the container is sealed under key slot %1; this program knows slot 0 only")
                        .arg(header.keySlot));
    header.client = ClientId{TRY(reader.u32())};
    header.created = int64_t(TRY(reader.u64()));
    header.lease = LeaseId{TRY(reader.u64())};
    return header;
}

QByteArray BlockHeader::encode() const
{
    const QByteArrayView zeros(reserved.data(), qsizetype(reserved.size()));
    ByteWriter writer;
    writer.reserve(kSize);
    writer.bytes(kMagic).u32(counter).u32(sealedSize).u32(rawSize).u32(objectCount);
    writer.u8(uint8_t(codec)).u8(uint8_t(kind)).bytes(zeros);
    return withChecksum(writer);
}

Result<BlockHeader> BlockHeader::decode(QByteArrayView bytes)
{
    if (bytes.size() != kSize)
        return fail(ErrorKind::Damaged, QStringLiteral("the block header ends early"));
    if (!bytes.startsWith(kMagic))
        return fail(ErrorKind::Damaged, QStringLiteral("no block starts there"));
    if (!checksumAgrees(bytes))
        return fail(ErrorKind::Damaged, QStringLiteral("the checksum of the block header is wrong"));

    ByteReader reader(bytes.sliced(kMagic.size()), "block header");
    BlockHeader header;
    header.counter = TRY(reader.u32());
    header.sealedSize = TRY(reader.u32());
    header.rawSize = TRY(reader.u32());
    header.objectCount = TRY(reader.u32());
    const auto codec = TRY(reader.u8());
    const auto kind = TRY(reader.u8());
    const auto reserved = TRY(reader.bytes(qsizetype(header.reserved.size())));
    std::memcpy(header.reserved.data(), reserved.data(), header.reserved.size());

    if (codec > uint8_t(Codec::Zstd) || kind < uint8_t(BlockKind::Chunks) || kind > uint8_t(BlockKind::State))
        return fail(ErrorKind::Damaged, QStringLiteral("the block is of a kind or codec that does not exist"));
    header.codec = Codec(codec);
    header.kind = BlockKind(kind);
    // At least two bytes of table for each object, and a payload that is never longer than what it expands to.
    const ByteCount overhead = codec::kSealOverhead + 2 * ByteCount(header.objectCount);
    if (header.objectCount == 0 || header.objectCount > kMaxObjectsInBlock || header.rawSize < header.objectCount ||
        header.rawSize > maxRawSize(header.kind) || header.sealedSize <= overhead ||
        header.sealedSize > header.rawSize + kMaxSealedOverhead)
        return fail(ErrorKind::Damaged, QStringLiteral("the block header states sizes that cannot be"));
    return header;
}

QByteArray ContainerFooter::encode() const
{
    ByteWriter writer;
    writer.reserve(kSize);
    writer.bytes(kFooterMagic).u16(kVersion).u16(kSize).u32(blockCount).u64(indexOffset).u32(indexBlockCount);
    writer.u32(objectCount).bytes(bytesOf(uuid)).bytes(QByteArray(12, '\0'));
    return withChecksum(writer);
}

Result<ContainerFooter> ContainerFooter::decode(QByteArrayView bytes)
{
    if (bytes.size() != kSize || !bytes.startsWith(kFooterMagic))
        return fail(ErrorKind::Damaged, QStringLiteral("the container has no footer"));
    if (!checksumAgrees(bytes))
        return fail(ErrorKind::Damaged, QStringLiteral("the checksum of the container footer is wrong"));

    ByteReader reader(bytes.sliced(kFooterMagic.size()), "container footer");
    ContainerFooter footer;
    TRY(checkVersion(TRY(reader.u16())));
    if (TRY(reader.u16()) != kSize)
        return fail(ErrorKind::Damaged, QStringLiteral("the container footer states a wrong size of itself"));
    footer.blockCount = TRY(reader.u32());
    footer.indexOffset = TRY(reader.u64());
    footer.indexBlockCount = TRY(reader.u32());
    footer.objectCount = TRY(reader.u32());
    footer.uuid = TRY(readUuid(reader));
    return footer;
}

} // namespace backspool::format
