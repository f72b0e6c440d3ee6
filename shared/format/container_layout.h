#pragma once
/// Header, block header and footer of a container as bytes (docs/format.md, "Containers").
#include "codec/seal.h"
#include "core/ids.h"
#include "core/result.h"
#include "format/object.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <optional>

namespace backspool::format {

enum class ContainerKind : uint8_t { Bdf, Dtf, State };

/// 16 random bytes; the salt of the container's key and its file's name.
using ContainerUuid = std::array<uint8_t, 16>;
ContainerUuid randomContainerUuid();
QByteArray toHex(const ContainerUuid &uuid);
/// Of 32 lower-case hex digits, as file names have them; else nullopt.
std::optional<ContainerUuid> containerUuidFromHex(QByteArrayView hex);
/// Valid as long as @p uuid.
QByteArrayView bytesOf(const ContainerUuid &uuid);
/// Seals and opens the blocks of the container @p uuid (docs/format.md, "Keys").
codec::Sealer containerSealer(const codec::SecretKey &repositoryKey, const ContainerUuid &uuid);

struct ContainerHeader
{
    static constexpr qsizetype kSize = 96;
    ContainerKind kind = ContainerKind::Bdf;
    ContainerUuid uuid{};
    uint32_t keySlot = 0;
    ClientId client;
    int64_t created = 0; ///< seconds since 1970
    LeaseId lease;

    QByteArray encode() const;
    /// Errors: Damaged (magic, checksum), Unsupported (version, key slot).
    static Result<ContainerHeader> decode(QByteArrayView bytes);
};

struct BlockHeader
{
    static constexpr qsizetype kSize = 32;
    static constexpr QByteArrayView kMagic = "BLK1";
    uint32_t counter = 0;
    uint32_t sealedSize = 0;
    uint32_t rawSize = 0;
    uint32_t objectCount = 0;
    Codec codec = Codec::Stored;
    BlockKind kind = BlockKind::Chunks;
    /// The zero fields: of no meaning here, but the seal covers them, so what a later writer puts there is kept.
    std::array<uint8_t, 6> reserved{};

    QByteArray encode() const;
    /// Errors: Damaged (magic, checksum, or a size beyond the bounds of object.h).
    static Result<BlockHeader> decode(QByteArrayView bytes);
};

struct ContainerFooter
{
    static constexpr qsizetype kSize = 64;
    uint32_t blockCount = 0;  ///< blocks before the index
    uint64_t indexOffset = 0; ///< of the first index block
    uint32_t indexBlockCount = 0;
    uint32_t objectCount = 0; ///< in the blocks before the index
    ContainerUuid uuid{};

    QByteArray encode() const;
    static Result<ContainerFooter> decode(QByteArrayView bytes);
};

} // namespace backspool::format
