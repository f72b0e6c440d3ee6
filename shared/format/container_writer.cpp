#include "format/container_writer.h"

#include <QtEndian>

#include <limits>

namespace backspool::format {

ContainerWriter::ContainerWriter(ContainerHeader header, const codec::SecretKey &repositoryKey, ByteSink &sink)
    : header_(header), sealer_(containerSealer(repositoryKey, header.uuid)), sink_(sink)
{
}

Status ContainerWriter::begin()
{
    Q_ASSERT(size_ == 0);
    TRY(sink_.append(header_.encode()));
    size_ = ContainerHeader::kSize;
    return {};
}

Result<uint32_t> ContainerWriter::append(const PackedBlock &block, const std::vector<ObjectName> &names)
{
    return appendSealed(seal(block, nextCounter()), block.table, names, block.kind);
}

QByteArray ContainerWriter::seal(const PackedBlock &block, uint32_t counter) const
{
    return sealBlock(block, counter, header_.uuid, sealer_);
}

Result<uint32_t> ContainerWriter::appendSealed(QByteArrayView sealedWithHeader, const std::vector<ObjectEntry> &table,
                                               const std::vector<ObjectName> &names, BlockKind kind)
{
    Q_ASSERT(size_ >= ContainerHeader::kSize && names.size() == table.size());
    Q_ASSERT(qFromLittleEndian<uint32_t>(sealedWithHeader.data() + 4) == nextCounter());
    if (size_ + sealedWithHeader.size() > ByteCount(std::numeric_limits<uint32_t>::max()))
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("the container %1 would grow past 4 GiB").arg(QLatin1StringView(toHex(header_.uuid))));
    TRY(sink_.append(sealedWithHeader));

    IndexedBlock block;
    block.offset = uint32_t(size_);
    block.storedSize = uint32_t(sealedWithHeader.size());
    block.counter = nextCounter();
    block.kind = kind;
    block.firstObject = uint32_t(index_.objects.size());
    block.objectCount = uint32_t(table.size());
    for (size_t slot = 0; slot < table.size(); ++slot)
        index_.objects.push_back({names[slot], table[slot].kind, table[slot].size, {block.offset, uint16_t(slot)}});
    index_.blocks.push_back(block);
    size_ += sealedWithHeader.size();
    return block.offset;
}

Status ContainerWriter::finish()
{
    ContainerFooter footer;
    footer.blockCount = nextCounter();
    footer.indexOffset = uint64_t(size_);
    footer.objectCount = uint32_t(index_.objects.size());
    footer.uuid = header_.uuid;

    const auto index = encodeIndex(index_);
    for (qsizetype from = 0; from < index.size(); from += kMaxIndexBlockSize) {
        BlockPacker packer(BlockKind::Index);
        packer.add(ObjectKind::Index, QByteArrayView(index).sliced(from).first(
                                          std::min(index.size() - from, qsizetype(kMaxIndexBlockSize))));
        const auto sealed = seal(packer.take(), footer.blockCount + footer.indexBlockCount);
        TRY(sink_.append(sealed));
        size_ += sealed.size();
        ++footer.indexBlockCount;
    }
    TRY(sink_.append(footer.encode()));
    size_ += ContainerFooter::kSize;
    return {};
}

} // namespace backspool::format
