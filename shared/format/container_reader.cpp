#include "format/container_reader.h"

#include "format/container_scan.h"

#include <limits>

namespace backspool::format {

namespace {

/// Offsets in a container are u32: what lies further is not ours.
constexpr uint64_t kMaxContainerSize = std::numeric_limits<uint32_t>::max();

Result<ContainerHeader> readHeader(ByteSource &source, ContainerKind kind, const ContainerUuid &uuid)
{
    if (source.size() < uint64_t(ContainerHeader::kSize))
        return fail(ErrorKind::Damaged, QStringLiteral("the container header ends early"));
    const auto header = TRY(ContainerHeader::decode(TRY(source.read(0, ContainerHeader::kSize))));
    if (header.kind != kind)
        return fail(ErrorKind::Damaged, QStringLiteral("the container header is of another kind of container"));
    if (header.uuid != uuid)
        return fail(ErrorKind::Damaged, QStringLiteral("the container header is that of the container %1")
                                            .arg(QLatin1StringView(toHex(header.uuid))));
    return header;
}

Result<ContainerFooter> readFooter(ByteSource &source, const ContainerUuid &uuid)
{
    const uint64_t size = source.size();
    if (size < uint64_t(ContainerHeader::kSize + ContainerFooter::kSize) || size > kMaxContainerSize)
        return fail(ErrorKind::Damaged, QStringLiteral("the container has no footer"));
    const auto footer =
        TRY(ContainerFooter::decode(TRY(source.read(size - uint64_t(ContainerFooter::kSize), ContainerFooter::kSize))));
    if (footer.uuid != uuid || footer.indexOffset < uint64_t(ContainerHeader::kSize) ||
        footer.indexOffset > size - uint64_t(ContainerFooter::kSize))
        return fail(ErrorKind::Damaged, QStringLiteral("the footer does not fit the container"));
    return footer;
}

QString nameInTexts(const ContainerUuid &uuid)
{
    return QStringLiteral("container %1").arg(QLatin1StringView(toHex(uuid)));
}

} // namespace

ContainerReader::ContainerReader(ByteSource &source, ContainerHeader header, const codec::SecretKey &repositoryKey)
    : source_(&source), header_(header), sealer_(containerSealer(repositoryKey, header.uuid))
{
}

Result<ContainerReader> ContainerReader::open(ByteSource &source, ContainerKind kind, const ContainerUuid &uuid,
                                              const codec::SecretKey &repositoryKey)
{
    ContainerHeader known;
    known.kind = kind;
    known.uuid = uuid;
    const auto header = readHeader(source, kind, uuid);
    if (!header && header.error().kind() != ErrorKind::Damaged)
        return fail(header.error().withContext(nameInTexts(uuid)));
    const auto footer = readFooter(source, uuid);
    if (!footer && footer.error().kind() != ErrorKind::Damaged)
        return fail(footer.error().withContext(nameInTexts(uuid)));

    ContainerReader reader(source, header.value_or(known), repositoryKey);
    if (!header)
        reader.headerDamage_ = header.error().withContext(nameInTexts(uuid));
    if (footer)
        reader.footer_ = *footer;
    return reader;
}

Error ContainerReader::at(uint64_t offset, const Error &error) const
{
    return error.withContext(QStringLiteral("%1, byte %2").arg(nameInTexts(header_.uuid)).arg(offset));
}

uint64_t ContainerReader::endOfBlocks() const
{
    if (footer_)
        return source_->size() - uint64_t(ContainerFooter::kSize);
    return std::min(source_->size(), kMaxContainerSize);
}

Result<BlockHeader> ContainerReader::readBlockHeader(uint64_t offset, uint64_t end) const
{
    if (offset > end || end - offset < uint64_t(BlockHeader::kSize))
        return fail(ErrorKind::Damaged, QStringLiteral("the container ends there"));
    const auto header = TRY(BlockHeader::decode(TRY(source_->read(offset, BlockHeader::kSize))));
    if (end - offset - uint64_t(BlockHeader::kSize) < header.sealedSize)
        return fail(ErrorKind::Damaged, QStringLiteral("the container ends within the block there"));
    return header;
}

Result<PackedBlock> ContainerReader::readBlockBody(uint64_t offset, const BlockHeader &header) const
{
    const auto sealed = TRY(source_->read(offset + uint64_t(BlockHeader::kSize), qsizetype(header.sealedSize)));
    return openBlock(header, sealed, header_.uuid, sealer_);
}

Result<PackedBlock> ContainerReader::readBlock(uint32_t offset) const
{
    auto block = readBlockHeader(offset, endOfBlocks()).and_then([&](const BlockHeader &header) {
        return readBlockBody(offset, header);
    });
    if (!block)
        return fail(at(offset, block.error()));
    return block;
}

Result<UnpackedBlock> ContainerReader::readObjects(uint32_t offset) const
{
    const auto block = TRY(readBlock(offset));
    codec::Decompressor decompressor;
    auto objects = unpackBlock(block, decompressor);
    if (!objects)
        return fail(at(offset, objects.error()));
    return objects;
}

Result<ContainerIndex> ContainerReader::readIndex() const
{
    if (!footer_)
        return fail(ErrorKind::NotFound, QStringLiteral("%1 has no index: it was not finished, or its end is damaged")
                                             .arg(nameInTexts(header_.uuid)));
    QByteArray bytes;
    uint64_t offset = footer_->indexOffset;
    for (uint32_t i = 0; i < footer_->indexBlockCount; ++i) {
        const auto header = readBlockHeader(offset, endOfBlocks());
        if (!header)
            return fail(at(offset, header.error()));
        const auto block = readBlockBody(offset, *header);
        if (!block)
            return fail(at(offset, block.error()));
        if (header->kind != BlockKind::Index || header->counter != footer_->blockCount + i ||
            header->codec != Codec::Stored)
            return fail(at(
                offset, Error(ErrorKind::Damaged, QStringLiteral("this is not the index block that belongs there"))));
        bytes.append(block->payload);
        offset += uint64_t(BlockHeader::kSize) + header->sealedSize;
    }

    auto index = decodeIndex(bytes);
    if (!index)
        return fail(at(footer_->indexOffset, index.error()));
    const uint64_t blocksEnd = index->blocks.empty()
                                   ? uint64_t(ContainerHeader::kSize)
                                   : uint64_t(index->blocks.back().offset) + index->blocks.back().storedSize;
    if (offset != endOfBlocks() || blocksEnd != footer_->indexOffset || index->blocks.size() != footer_->blockCount ||
        index->objects.size() != footer_->objectCount)
        return fail(at(footer_->indexOffset,
                       Error(ErrorKind::Damaged, QStringLiteral("the index and the footer do not agree"))));
    return index;
}

ContainerIndex ContainerReader::scan(const codec::Digester &digester, std::vector<Error> *damages,
                                     uint64_t *validSize) const
{
    ContainerScan scan(*this, digester, damages);
    scan.run();
    if (validSize)
        *validSize = std::min(scan.validSize(), source_->size());
    return scan.takeIndex();
}

} // namespace backspool::format
