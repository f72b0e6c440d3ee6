#include "format/block.h"

namespace backspool::format {

namespace {

std::unexpected<Error> damaged(QString text)
{
    return fail(ErrorKind::Damaged, std::move(text));
}

/// What openBlock() and unpackBlock() both refuse: nothing may be sealed that could not be opened again.
Status checkBlock(const PackedBlock &block)
{
    if (block.table.empty() || block.table.size() > kMaxObjectsInBlock)
        return damaged(QStringLiteral("the block has no objects, or too many"));
    if (block.rawSize > maxRawSize(block.kind))
        return damaged(QStringLiteral("the block is larger than a block may be"));
    uint64_t sum = 0;
    for (const auto &entry : block.table) {
        if (!mayHold(block.kind, entry.kind))
            return damaged(QStringLiteral("the block holds an object of a kind that does not belong there"));
        if (entry.size == 0)
            return damaged(QStringLiteral("the block holds an empty object"));
        sum += entry.size;
    }
    if (sum != block.rawSize)
        return damaged(QStringLiteral("the sizes of the block's objects do not sum to the block's size"));
    const bool stored = block.codec == Codec::Stored;
    if (stored ? block.payload.size() != block.rawSize : block.payload.size() > block.rawSize)
        return damaged(QStringLiteral("the block's payload has a length that cannot be"));
    return {};
}

QByteArray associatedData(const ContainerUuid &uuid, QByteArrayView blockHeader)
{
    QByteArray associated;
    associated.reserve(qsizetype(uuid.size()) + BlockHeader::kSize);
    associated.append(bytesOf(uuid));
    associated.append(blockHeader.chopped(sizeof(uint32_t)));
    return associated;
}

} // namespace

void BlockPacker::add(ObjectKind kind, QByteArrayView bytes)
{
    Q_ASSERT(!bytes.isEmpty() && rawSize() + bytes.size() <= maxRawSize(kind_));
    Q_ASSERT(mayHold(kind_, kind) && table_.size() < kMaxObjectsInBlock);
    table_.push_back({kind, uint32_t(bytes.size())});
    raw_.append(bytes);
}

PackedBlock BlockPacker::take()
{
    PackedBlock block;
    block.kind = kind_;
    block.codec = Codec::Stored;
    block.rawSize = uint32_t(raw_.size());
    block.table = std::exchange(table_, {});
    block.payload = std::exchange(raw_, {});
    return block;
}

PackedBlock compressBlock(PackedBlock block, codec::Compressor &compressor)
{
    Q_ASSERT(block.codec == Codec::Stored);
    auto compressed = compressor.compress(block.payload);
    // Less is not worth the time that every reading of it would take.
    if (compressed.size() * 100 > block.payload.size() * 97)
        return block;
    block.codec = Codec::Zstd;
    block.payload = std::move(compressed);
    return block;
}

UnpackedBlock::UnpackedBlock(std::vector<ObjectEntry> table, QByteArray raw)
    : table_(std::move(table)), raw_(std::move(raw))
{
    offsets_.reserve(table_.size());
    uint32_t offset = 0;
    for (const auto &entry : table_) {
        offsets_.push_back(offset);
        offset += entry.size;
    }
    Q_ASSERT(offset == raw_.size());
}

QByteArrayView UnpackedBlock::object(size_t slot) const
{
    return QByteArrayView(raw_).sliced(offsets_[slot], table_[slot].size);
}

Result<UnpackedBlock> unpackBlock(const PackedBlock &block, codec::Decompressor &decompressor)
{
    TRY(checkBlock(block));
    if (block.codec == Codec::Stored)
        return UnpackedBlock(block.table, block.payload);
    return UnpackedBlock(block.table, TRY(decompressor.decompress(block.payload, block.rawSize)));
}

QByteArray encodeTable(const std::vector<ObjectEntry> &table)
{
    ByteWriter writer;
    writer.reserve(qsizetype(table.size()) * 5);
    for (const auto &entry : table)
        writer.u8(uint8_t(entry.kind)).varint(entry.size);
    return writer.take();
}

Result<std::vector<ObjectEntry>> decodeTable(ByteReader &reader, uint32_t count, uint32_t rawSize)
{
    // A line takes two bytes or more.
    if (count > kMaxObjectsInBlock || count > reader.remaining() / 2)
        return damaged(QStringLiteral("the block's table is shorter than its count of objects"));
    std::vector<ObjectEntry> table;
    table.reserve(count);
    uint32_t left = rawSize;
    for (uint32_t i = 0; i < count; ++i) {
        const auto kind = TRY(reader.u8());
        if (kind < uint8_t(ObjectKind::Chunk) || kind > uint8_t(ObjectKind::State))
            return damaged(QStringLiteral("the block's table lists an object of a kind that does not exist"));
        const auto size = uint32_t(TRY(reader.varint(left)));
        if (size == 0)
            return damaged(QStringLiteral("the block's table lists an empty object"));
        left -= size;
        table.push_back({ObjectKind(kind), size});
    }
    if (left != 0)
        return damaged(QStringLiteral("the sizes of the block's objects do not sum to the block's size"));
    return table;
}

QByteArray sealBlock(const PackedBlock &block, uint32_t counter, const ContainerUuid &uuid, const codec::Sealer &sealer)
{
    Q_ASSERT(checkBlock(block));
    const auto table = encodeTable(block.table);
    QByteArray plain;
    plain.reserve(table.size() + block.payload.size());
    plain.append(table);
    plain.append(block.payload);

    BlockHeader header;
    header.counter = counter;
    header.sealedSize = uint32_t(plain.size() + codec::kSealOverhead);
    header.rawSize = block.rawSize;
    header.objectCount = uint32_t(block.table.size());
    header.codec = block.codec;
    header.kind = block.kind;

    const auto headerBytes = header.encode();
    QByteArray sealed;
    sealed.reserve(BlockHeader::kSize + header.sealedSize);
    sealed.append(headerBytes);
    sealed.append(sealer.seal(counter, associatedData(uuid, headerBytes), plain));
    return sealed;
}

Result<PackedBlock> openBlock(const BlockHeader &header, QByteArrayView sealed, const ContainerUuid &uuid,
                              const codec::Sealer &sealer)
{
    if (sealed.size() != qsizetype(header.sealedSize))
        return damaged(QStringLiteral("the block ends early"));
    auto plain = TRY(sealer.open(header.counter, associatedData(uuid, header.encode()), sealed));

    ByteReader reader(plain, "block's table");
    PackedBlock block;
    block.kind = header.kind;
    block.codec = header.codec;
    block.rawSize = header.rawSize;
    block.table = TRY(decodeTable(reader, header.objectCount, header.rawSize));
    plain.remove(0, reader.position()); // moves the start, not the bytes
    block.payload = std::move(plain);
    TRY(checkBlock(block));
    return block;
}

} // namespace backspool::format
