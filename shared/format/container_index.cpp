#include "format/container_index.h"

#include "format/container_layout.h"

#include <limits>

namespace backspool::format {

namespace {

bool isNamed(ObjectKind kind)
{
    return kind == ObjectKind::Chunk || kind == ObjectKind::Node || kind == ObjectKind::Version;
}

std::unexpected<Error> damaged(QString text)
{
    return fail(ErrorKind::Damaged, std::move(text));
}

Status readObjects(ByteReader &reader, const IndexedBlock &block, std::vector<IndexedObject> &objects)
{
    ByteCount left = maxRawSize(block.kind);
    for (uint32_t slot = 0; slot < block.objectCount; ++slot) {
        IndexedObject object;
        object.kind = ObjectKind(TRY(reader.u8()));
        if (!mayHold(block.kind, object.kind))
            return damaged(QStringLiteral("the container index lists an object in a block of another kind"));
        object.size = uint32_t(TRY(reader.varint(uint64_t(left))));
        if (object.size == 0)
            return damaged(QStringLiteral("the container index lists an empty object"));
        left -= object.size;
        if (isNamed(object.kind))
            object.name = TRY(reader.name());
        object.place = {block.offset, uint16_t(slot)};
        objects.push_back(object);
    }
    return {};
}

} // namespace

QByteArray encodeIndex(const ContainerIndex &index)
{
    ByteWriter writer;
    writer.reserve(qsizetype(16 + index.blocks.size() * 10 + index.objects.size() * (ObjectName::kSize + 5)));
    writer.varint(index.blocks.size());
    for (const auto &block : index.blocks) {
        writer.varint(block.storedSize).u8(uint8_t(block.kind)).varint(block.objectCount);
        for (uint32_t i = 0; i < block.objectCount; ++i) {
            const auto &object = index.objects[block.firstObject + i];
            writer.u8(uint8_t(object.kind)).varint(object.size);
            if (isNamed(object.kind))
                writer.name(object.name);
        }
    }
    return writer.take();
}

Result<ContainerIndex> decodeIndex(QByteArrayView bytes)
{
    ByteReader reader(bytes, "container index");
    // A block takes at least a size, a kind, a count and one object of two bytes.
    const auto blockCount = TRY(reader.varint(uint64_t(bytes.size()) / 5));

    ContainerIndex index;
    index.blocks.reserve(blockCount);
    uint64_t offset = ContainerHeader::kSize;
    for (uint64_t i = 0; i < blockCount; ++i) {
        IndexedBlock block;
        block.offset = uint32_t(offset);
        block.counter = uint32_t(i);
        block.firstObject = uint32_t(index.objects.size());
        block.storedSize =
            uint32_t(TRY(reader.varint(uint64_t(BlockHeader::kSize + kMaxBlockSize + kMaxSealedOverhead))));
        if (block.storedSize <= BlockHeader::kSize + codec::kSealOverhead)
            return damaged(QStringLiteral("the container index lists a block that is too small to be one"));
        const auto kind = TRY(reader.u8());
        if (kind < uint8_t(BlockKind::Chunks) || kind > uint8_t(BlockKind::State) || kind == uint8_t(BlockKind::Index))
            return damaged(QStringLiteral("the container index lists a block of a kind that does not exist"));
        block.kind = BlockKind(kind);
        block.objectCount = uint32_t(TRY(reader.varint(kMaxObjectsInBlock)));
        if (block.objectCount == 0)
            return damaged(QStringLiteral("the container index lists a block without objects"));
        TRY(readObjects(reader, block, index.objects));
        index.blocks.push_back(block);
        offset += block.storedSize;
        if (offset > std::numeric_limits<uint32_t>::max())
            return damaged(QStringLiteral("the container index lists blocks past 4 GiB"));
    }
    TRY(reader.atEnd());
    return index;
}

} // namespace backspool::format
