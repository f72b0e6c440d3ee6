#include "store/index_manifest.h"

#include "codec/crc32c.h"
#include "core/bytes.h"

#include <QtEndian>

namespace backspool::store {

namespace {
constexpr QByteArrayView kMagic = "BKSPLIDX";
constexpr uint32_t kVersion = 1;
constexpr qsizetype kChecksumSize = 4;

void writeContainers(ByteWriter &writer, const std::vector<ContainerId> &containers)
{
    writer.varint(containers.size());
    for (const auto container : containers)
        writer.u32(container.value);
}

Result<std::vector<ContainerId>> readContainers(ByteReader &reader)
{
    const auto count = TRY(reader.varint(uint64_t(reader.remaining()) / sizeof(uint32_t)));
    std::vector<ContainerId> containers;
    containers.reserve(count);
    for (uint64_t i = 0; i < count; ++i)
        containers.push_back({TRY(reader.u32())});
    return containers;
}
} // namespace

QByteArray IndexManifest::encode() const
{
    ByteWriter writer;
    writer.bytes(kMagic).u32(kVersion).u64(number).varint(runs.size());
    for (const auto &run : runs) {
        writer.u64(run.number);
        writeContainers(writer, run.containers);
    }
    writeContainers(writer, covered);
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

Result<IndexManifest> IndexManifest::decode(QByteArrayView bytes)
{
    const auto damaged = [] { return fail(ErrorKind::Damaged, QStringLiteral("the index manifest is damaged")); };
    if (bytes.size() < kChecksumSize ||
        qFromLittleEndian<uint32_t>(bytes.last(kChecksumSize).data()) != codec::crc32c(bytes.chopped(kChecksumSize)))
        return damaged();
    ByteReader reader(bytes.chopped(kChecksumSize), "the index manifest");
    if (TRY(reader.bytes(kMagic.size())) != kMagic || TRY(reader.u32()) != kVersion)
        return damaged();
    IndexManifest manifest;
    manifest.number = TRY(reader.u64());
    const auto runs = TRY(reader.varint(uint64_t(reader.remaining())));
    for (uint64_t i = 0; i < runs; ++i) {
        const auto number = TRY(reader.u64());
        manifest.runs.push_back({number, TRY(readContainers(reader))});
    }
    manifest.covered = TRY(readContainers(reader));
    TRY(reader.atEnd());
    return manifest;
}

} // namespace backspool::store
