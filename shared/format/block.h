#pragma once
/// Blocks: objects packed, compressed and sealed together (docs/format.md, "Block").
///
/// A block has two forms. Packed (table + codec + payload) is what an agent sends: compressed, not sealed. Sealed is
/// what a container holds; only the service has the key. sealBlock() and openBlock() go between them.
#include "codec/compress.h"
#include "codec/seal.h"
#include "core/bytes.h"
#include "format/container_layout.h"

#include <QByteArray>

#include <vector>

namespace backspool::format {

/// Objects of one kind of block, in order, with the payload as it is compressed.
struct PackedBlock
{
    BlockKind kind = BlockKind::Chunks;
    Codec codec = Codec::Stored;
    std::vector<ObjectEntry> table;
    uint32_t rawSize = 0; ///< sum of the table's sizes
    QByteArray payload;   ///< rawSize bytes after decoding
};

/// Collects objects until a block is full. Not thread-safe.
class BlockPacker
{
public:
    explicit BlockPacker(BlockKind kind) : kind_(kind) {}
    /// REQUIRES: 0 < bytes.size() and rawSize() + bytes.size() <= kMaxBlockSize.
    void add(ObjectKind kind, QByteArrayView bytes);
    ByteCount rawSize() const { return raw_.size(); }
    bool isEmpty() const { return table_.empty(); }
    size_t objectCount() const { return table_.size(); }
    /// The block as it is, uncompressed (codec Stored), and the packer empty again.
    PackedBlock take();

private:
    BlockKind kind_;
    std::vector<ObjectEntry> table_;
    QByteArray raw_;
};

/// @p block (codec Stored) compressed; returned as it is when that saves less than 3 %.
PackedBlock compressBlock(PackedBlock block, codec::Compressor &compressor);

/// An expanded block: bytes of each object, in one buffer.
class UnpackedBlock
{
public:
    UnpackedBlock() = default;
    UnpackedBlock(std::vector<ObjectEntry> table, QByteArray raw);
    size_t count() const { return table_.size(); }
    ObjectKind kind(size_t slot) const { return table_[slot].kind; }
    /// Valid as long as this block (or a copy of it) lives. REQUIRES: slot < count().
    QByteArrayView object(size_t slot) const;
    /// A part of the block's buffer shared, not copied, where possible.
    QByteArray objectCopy(size_t slot) const { return object(slot).toByteArray(); }
    const std::vector<ObjectEntry> &table() const { return table_; }
    ByteCount rawSize() const { return raw_.size(); }

private:
    std::vector<ObjectEntry> table_;
    std::vector<uint32_t> offsets_;
    QByteArray raw_;
};

/// Expands @p block within its declared bounds. Errors: Damaged.
Result<UnpackedBlock> unpackBlock(const PackedBlock &block, codec::Decompressor &decompressor);

/// The table as bytes, and back; @p count objects whose sizes sum to @p rawSize. Errors: Damaged.
QByteArray encodeTable(const std::vector<ObjectEntry> &table);
Result<std::vector<ObjectEntry>> decodeTable(ByteReader &reader, uint32_t count, uint32_t rawSize);

/// Header and sealed bytes of @p block as number @p counter of the container @p uuid.
QByteArray sealBlock(const PackedBlock &block, uint32_t counter, const ContainerUuid &uuid,
                     const codec::Sealer &sealer);
/// The reverse: @p sealed is what follows the header. Errors: Damaged (seal, table).
Result<PackedBlock> openBlock(const BlockHeader &header, QByteArrayView sealed, const ContainerUuid &uuid,
                              const codec::Sealer &sealer);

} // namespace backspool::format
