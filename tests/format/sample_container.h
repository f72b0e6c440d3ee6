#pragma once
/// A small container with known objects, and what a reader makes of its bytes when they are changed.
#include "format/container_reader.h"
#include "format/test_parts.h"

namespace backspool::format {

/// An object and the name that it was stored under.
struct StoredObject
{
    ObjectKind kind;
    ObjectName name;
    QByteArray bytes;
};

struct SampleContainer
{
    ContainerHeader header;
    codec::SecretKey key = codec::sampleKey(3);
    std::vector<std::vector<StoredObject>> blocks;
    ContainerIndex index;
    QByteArray bytes;
    uint64_t indexOffset = 0;

    Result<ContainerReader> open(ByteSource &source) const
    {
        return ContainerReader::open(source, header.kind, header.uuid, key);
    }
};

inline StoredObject chunkObject(QByteArray bytes)
{
    return {ObjectKind::Chunk, sampleDigester().chunk(bytes), std::move(bytes)};
}
inline StoredObject nodeObject(QByteArray bytes)
{
    return {ObjectKind::Node, sampleDigester().node(bytes), std::move(bytes)};
}

inline SampleContainer writeContainer(ContainerKind kind, std::vector<std::vector<StoredObject>> blocks,
                                      bool compressed)
{
    SampleContainer sample;
    sample.header.kind = kind;
    sample.header.uuid = {0xc0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    sample.header.client = ClientId{12};
    sample.header.created = 1'750'000'000;
    sample.header.lease = LeaseId{34};
    sample.blocks = std::move(blocks);

    codec::Compressor compressor(3);
    MemorySink sink;
    ContainerWriter writer(sample.header, sample.key, sink);
    bool good = bool(writer.begin());
    for (const auto &block : sample.blocks) {
        const auto first = block.front().kind;
        BlockPacker packer(first == ObjectKind::Chunk   ? BlockKind::Chunks
                           : first == ObjectKind::Point ? BlockKind::Point
                                                        : BlockKind::Tree);
        std::vector<ObjectName> names;
        for (const auto &object : block) {
            packer.add(object.kind, object.bytes);
            names.push_back(object.name);
        }
        auto packed = packer.take();
        if (compressed)
            packed = compressBlock(std::move(packed), compressor);
        good = good && writer.append(packed, names);
    }
    sample.index = writer.index();
    sample.indexOffset = uint64_t(writer.size());
    good = good && writer.finish();
    sample.bytes = sink.bytes();
    if (!good)
        qFatal("the sample container could not be written");
    return sample;
}

/// Chunks in five blocks, some compressed.
inline SampleContainer sampleBdf()
{
    return writeContainer(ContainerKind::Bdf,
                          {{chunkObject(QByteArray(300, 'a')), chunkObject("b")},
                           {chunkObject(codec::sampleBytes(100))},
                           {chunkObject("one"), chunkObject("two"), chunkObject("three")},
                           {chunkObject(QByteArray(500, '\0'))},
                           {chunkObject(codec::sampleBytes(60, 2)), chunkObject("last")}},
                          true);
}

/// Nodes, a version record and a point.
inline SampleContainer sampleDtf()
{
    const StoredObject version = {ObjectKind::Version, sampleName(50), "the bytes of a version record"};
    const StoredObject point = {ObjectKind::Point, {}, "the bytes of a point record"};
    return writeContainer(
        ContainerKind::Dtf,
        {{nodeObject("a node"), version, nodeObject(QByteArray(200, 'n'))}, {nodeObject("another node")}, {point}},
        false);
}

} // namespace backspool::format
