/// make_fuzz_corpus FOLDER: writes the inputs that the fuzz targets of the format start from, to FOLDER/fuzz_NAME
/// (tests/fuzz/README.md). They follow from fixed seeds and the golden store, so each run writes the same.
#include "format/container_writer.h"
#include "format/golden_store.h"
#include "format/sample_entries.h"
#include "format/version_record.h"

#include <QDir>
#include <QFile>

#include <cstdio>

using namespace backspool;
using namespace backspool::format;

namespace {

class Corpus
{
public:
    explicit Corpus(const QDir &folder) : folder_(folder) {}

    void add(const char *target, const char *name, QByteArrayView bytes)
    {
        const auto path = folder_.filePath(QString::fromLatin1(target));
        QFile file(path + QLatin1Char('/') + QString::fromLatin1(name));
        good_ = good_ && QDir().mkpath(path) && file.open(QIODevice::WriteOnly) &&
                file.write(bytes.data(), bytes.size()) == bytes.size() && file.flush();
    }
    void add(const char *target, int number, QByteArrayView bytes)
    {
        add(target, QByteArray::number(number).constData(), bytes);
    }
    bool isGood() const { return good_; }

private:
    QDir folder_;
    bool good_ = true;
};

void addEntriesAndHints(Corpus &corpus)
{
    Random random(1);
    for (int type = 1; type <= 7; ++type) {
        auto entry = randomEntry(random);
        while (int(entry.type) != type)
            entry = randomEntry(random);
        entry.attributes = {Attribute::extended("user.a", "b")};
        corpus.add("fuzz_directory_entry", type, entry.encode());
        corpus.add("fuzz_hint", type, randomHint(random).encode());
    }
    const auto golden = makeGoldenStore();
    corpus.add("fuzz_directory_entry", "root", golden.points[0].root.entry.encode());
    corpus.add("fuzz_point_record", "golden", golden.points[0].record.encode());
    PointRecord small;
    small.root.name = "/";
    small.root.type = FileType::Directory;
    small.root.content = sampleName(1);
    corpus.add("fuzz_point_record", "small", small.encode());
}

void addVersionRecords(Corpus &corpus)
{
    VersionRecord record;
    record.size = 300;
    record.extentCount = 2;
    record.inlineExtents = {{sampleName(1), 7, 100}, {{}, 0, 200}};
    corpus.add("fuzz_version_record", "inline", record.encode());
    corpus.add("fuzz_version_record", "fields", record.encode() + ByteWriter().varint(1).sizedBytes("x").take());
    record.inlineExtents.clear();
    record.extentTree = sampleName(2);
    corpus.add("fuzz_version_record", "tree", record.encode());
    corpus.add("fuzz_version_record", "extent", Extent{sampleName(1), 7, 100}.encode());
    corpus.add("fuzz_version_record", "hole", Extent{{}, 0, 100}.encode());
}

/// @p nodes as fuzz_node takes them: names begin with the number of the node that they mean.
QByteArray nodeRow(std::initializer_list<QByteArray> nodes)
{
    ByteWriter writer;
    for (const auto &node : nodes)
        writer.u16(uint16_t(node.size())).bytes(node);
    return writer.take();
}

void addNodes(Corpus &corpus)
{
    const auto nameOf = [](uint8_t number) {
        ObjectName name;
        name.data()[0] = number;
        name.data()[31] = 1;
        return name;
    };
    const auto leaf = [](std::initializer_list<const char *> names) {
        ByteWriter writer;
        writer.u8(1).u8(0);
        for (const auto *name : names) {
            DirectoryEntry entry;
            entry.name = name;
            writer.sizedBytes(entry.encode());
        }
        return writer.take();
    };
    const auto parent = [&](uint8_t level, std::initializer_list<std::pair<uint8_t, const char *>> children) {
        ByteWriter writer;
        writer.u8(1).u8(level);
        for (const auto &[number, key] : children)
            writer.sizedBytes(
                ByteWriter().name(nameOf(number)).varint(level == 1 ? 2 : 4).varint(0).sizedBytes(key).buffer());
        return writer.take();
    };
    corpus.add("fuzz_node", "empty", nodeRow({QByteArray::fromHex("0100")}));
    corpus.add("fuzz_node", "leaf", nodeRow({leaf({"a", "b", "c"})}));
    corpus.add("fuzz_node", "two-levels",
               nodeRow({parent(1, {{1, "a"}, {2, "m"}}), leaf({"a", "b"}), leaf({"m", "n"})}));
    corpus.add("fuzz_node", "three-levels",
               nodeRow({parent(2, {{1, "a"}}), parent(1, {{2, "a"}, {3, "m"}}), leaf({"a", "b"}), leaf({"m", "n"})}));
    corpus.add("fuzz_node", "own-child", nodeRow({parent(1, {{0, "a"}})}));
    corpus.add("fuzz_node", "hints", nodeRow({QByteArray::fromHex("020003000101")}));
    corpus.add("fuzz_node", "extents", nodeRow({QByteArray::fromHex("030003010501")}));
}

void addContainers(Corpus &corpus)
{
    // As in fuzz_container.cpp.
    ContainerHeader header;
    header.uuid = {0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const auto key = codec::SecretKey::fromBytes(QByteArray(codec::SecretKey::kSize, 'k'));
    MemorySink sink;
    ContainerWriter writer(header, key, sink);
    codec::Compressor compressor(3);
    bool good = bool(writer.begin());
    for (const auto &bytes : {QByteArray("a chunk"), QByteArray(200, 'x')}) {
        BlockPacker packer(BlockKind::Chunks);
        packer.add(ObjectKind::Chunk, bytes);
        good = good && writer.append(compressBlock(packer.take(), compressor), {codec::Digester(key).chunk(bytes)});
    }
    good = good && writer.finish();
    if (!good)
        qFatal("the container of the corpus could not be written");
    const auto input = [](char mode, const QByteArray &rest) { return QByteArray(1, mode) + rest; };
    corpus.add("fuzz_container", "container", input(0, sink.bytes()));
    corpus.add("fuzz_container", "unfinished", input(0, sink.bytes().chopped(100)));
    corpus.add("fuzz_container", "index", input(1, encodeIndex(writer.index())));
    corpus.add("fuzz_container", "container-with-index", input(3, encodeIndex(writer.index())));

    const auto block = [](uint32_t raw, Codec codec, BlockKind kind, const QByteArray &plain) {
        return ByteWriter().u32(raw).u32(1).u8(uint8_t(codec)).u8(uint8_t(kind)).bytes(plain).take();
    };
    const auto stored = block(4, Codec::Stored, BlockKind::Chunks, QByteArray::fromHex("0104") + "abcd");
    const auto compressed = block(200, Codec::Zstd, BlockKind::Tree,
                                  QByteArray::fromHex("02c801") + compressor.compress(QByteArray(200, 'x')));
    corpus.add("fuzz_container", "block-stored", input(2, stored));
    corpus.add("fuzz_container", "block-compressed", input(2, compressed));
    ByteWriter blocks;
    uint8_t counter = 0;
    for (const auto &one : {stored, compressed, stored})
        blocks.u16(uint16_t(one.size())).u8(counter++).bytes(one);
    corpus.add("fuzz_container", "blocks", input(4, blocks.take()));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("usage: make_fuzz_corpus FOLDER\n", stderr);
        return 2;
    }
    Corpus corpus(QDir(QFile::decodeName(argv[1])));
    addEntriesAndHints(corpus);
    addVersionRecords(corpus);
    addNodes(corpus);
    addContainers(corpus);
    if (!corpus.isGood())
        std::fputs("make_fuzz_corpus: the corpus could not be written\n", stderr);
    return corpus.isGood() ? 0 : 1;
}
