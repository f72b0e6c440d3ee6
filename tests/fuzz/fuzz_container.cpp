/// Hostile containers. The first byte of the input says what the rest is:
/// 0 a container as it lies on the disk; 1 the content of index blocks; 2 an opened block behind the header's numbers;
/// 3 the index of a container whose seals are good; 4 blocks of a container whose seals are good.
#include "format/container_reader.h"

#include <cstdlib>

using namespace backspool;
using namespace backspool::format;

namespace {

constexpr ContainerUuid kUuid = {0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

class MemorySource final : public ByteSource
{
public:
    explicit MemorySource(QByteArrayView bytes) : bytes_(bytes) {}
    uint64_t size() const override { return uint64_t(bytes_.size()); }
    Result<QByteArray> read(uint64_t offset, qsizetype size) override
    {
        if (offset > uint64_t(bytes_.size()) || size > bytes_.size() - qsizetype(offset))
            return fail(ErrorKind::Damaged, QStringLiteral("the file ends before"));
        return bytes_.sliced(qsizetype(offset), size).toByteArray();
    }

private:
    QByteArrayView bytes_;
};

const codec::SecretKey &key()
{
    static const auto key = codec::SecretKey::fromBytes(QByteArray(codec::SecretKey::kSize, 'k'));
    return key;
}

void readContainer(QByteArrayView bytes)
{
    static const codec::Digester digester(key());
    MemorySource source(bytes);
    const auto reader = ContainerReader::open(source, ContainerKind::Bdf, kUuid, key());
    if (!reader)
        return;
    (void)reader->readIndex();
    std::vector<Error> damages;
    uint64_t validSize = 0;
    const auto index = reader->scan(digester, &damages, &validSize);
    if (validSize > uint64_t(bytes.size()))
        std::abort();
    for (const auto &object : index.objects) {
        const auto objects = reader->readObjects(object.place.blockOffset);
        if (!objects || objects->object(object.place.slot).size() != qsizetype(object.size))
            std::abort();
        if (object.kind == ObjectKind::Chunk && digester.chunk(objects->object(object.place.slot)) != object.name)
            std::abort();
    }
}

void readIndexBytes(QByteArrayView bytes)
{
    const auto index = decodeIndex(bytes);
    if (index && encodeIndex(*index) != bytes)
        std::abort();
}

/// A sealed block, its seal good, whose opened bytes are @p plain; header fields from the input's first 10 bytes.
QByteArray sealedBlock(uint32_t counter, QByteArrayView input)
{
    ByteReader reader(input, "input");
    BlockHeader header;
    header.counter = counter;
    header.rawSize = reader.u32().value_or(0);
    header.objectCount = reader.u32().value_or(0);
    header.codec = Codec(reader.u8().value_or(0));
    header.kind = BlockKind(reader.u8().value_or(0));
    const auto plain = reader.rest();
    header.sealedSize = uint32_t(plain.size() + codec::kSealOverhead);
    auto bytes = header.encode();
    const QByteArray associated = bytesOf(kUuid).toByteArray() + bytes.chopped(4);
    bytes += containerSealer(key(), kUuid).seal(counter, associated, plain);
    return bytes;
}

void readSealedBlock(QByteArrayView input)
{
    const auto bytes = sealedBlock(0, input);
    const auto header = BlockHeader::decode(QByteArrayView(bytes).first(BlockHeader::kSize));
    if (!header)
        return;
    const auto block =
        openBlock(*header, QByteArrayView(bytes).sliced(BlockHeader::kSize), kUuid, containerSealer(key(), kUuid));
    if (!block)
        return;
    codec::Decompressor decompressor;
    const auto objects = unpackBlock(*block, decompressor);
    if (objects && (objects->rawSize() != block->rawSize || objects->count() != header->objectCount))
        std::abort();
}

QByteArray containerHeader()
{
    ContainerHeader header;
    header.uuid = kUuid;
    return header.encode();
}

/// A container of no blocks but an index that is the input.
void readContainerWithIndex(QByteArrayView input)
{
    ContainerFooter footer;
    footer.uuid = kUuid;
    footer.indexOffset = ContainerHeader::kSize;
    footer.blockCount = input.isEmpty() ? 0 : uint8_t(input.front());
    auto bytes = containerHeader();
    if (!input.isEmpty()) {
        BlockPacker packer(BlockKind::Index);
        packer.add(ObjectKind::Index, input);
        bytes += sealBlock(packer.take(), footer.blockCount, kUuid, containerSealer(key(), kUuid));
        footer.indexBlockCount = 1;
    }
    readContainer(bytes + footer.encode());
}

/// Blocks with good seals, each a u16 length, a counter and the input of sealedBlock().
void readContainerOfBlocks(QByteArrayView input)
{
    auto bytes = containerHeader();
    ByteReader reader(input, "input");
    while (const auto size = reader.u16()) {
        const auto counter = reader.u8();
        if (!counter)
            break;
        const auto block = reader.bytes(std::min<qsizetype>(*size, reader.remaining()));
        bytes += sealedBlock(*counter, *block);
    }
    readContainer(bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView input(data + 1, qsizetype(size) - 1);
    switch (data[0] % 5) {
    case 0:
        readContainer(input);
        break;
    case 1:
        readIndexBytes(input);
        break;
    case 2:
        readSealedBlock(input);
        break;
    case 3:
        readContainerWithIndex(input);
        break;
    default:
        readContainerOfBlocks(input);
    }
    return 0;
}
