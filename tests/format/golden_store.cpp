#include "format/golden_store.h"

#include "codec/crc32c.h"
#include "codec/signature.h"
#include "format/container_writer.h"
#include "format/test_parts.h"
#include "format/version_record.h"

#include <set>

namespace backspool::format {

namespace {

using namespace Qt::StringLiterals;

constexpr uint32_t kChunkSize = 100'000;

QByteArray countingBytes(int count)
{
    QByteArray bytes;
    for (int i = 0; i < count; ++i)
        bytes.append(char(i));
    return bytes;
}

/// One chunk of equal bytes, and the zstd frame for it: made by hand (RFC 8878: one segment, one RLE block), so that it
/// does not depend on a library's version.
QByteArray equalBytes()
{
    return QByteArray(kChunkSize, 'A');
}
QByteArray equalBytesFrame()
{
    ByteWriter writer;
    writer.u32(0xfd2fb528).u8(0xa0).u32(kChunkSize);
    const uint32_t block = kChunkSize << 3 | 1 << 1 | 1;
    writer.u8(uint8_t(block)).u8(uint8_t(block >> 8)).u8(uint8_t(block >> 16)).u8('A');
    return writer.take();
}

ContainerUuid uuidOf(uint8_t first)
{
    ContainerUuid uuid;
    for (size_t i = 0; i < uuid.size(); ++i)
        uuid[i] = uint8_t(first + 0x11 * i);
    return uuid;
}

const codec::Digester &digester()
{
    static const codec::Digester digester(codec::deriveKey(goldenKey(), {}, "backspool domain 0"));
    return digester;
}

GoldenEntry entryNamed(QByteArray name, FileType type, uint64_t inode)
{
    GoldenEntry golden;
    golden.entry.name = std::move(name);
    golden.entry.type = type;
    golden.entry.mode = 0644;
    golden.entry.uid = 1000;
    golden.entry.gid = 100;
    golden.entry.modified = {1'700'000'000 + int64_t(inode), uint32_t(inode)};
    golden.hint.inode = inode;
    golden.hint.changed = {1'700'000'500 + int64_t(inode), 500};
    if (type == FileType::Directory) {
        golden.entry.mode = 0755;
        golden.hint.flags = Hint::Directory;
        golden.hint.born = {1'600'000'000, uint32_t(inode)};
    }
    return golden;
}

GoldenEntry file(QByteArray name, uint64_t inode, QByteArray content)
{
    auto golden = entryNamed(std::move(name), FileType::File, inode);
    golden.content = std::move(content);
    return golden;
}

/// A file whose content is that of @p extents, which are parts of countingBytes(200) and equalBytes(), and holes.
GoldenEntry fileOf(QByteArray name, uint64_t inode, std::vector<Extent> extents)
{
    auto golden = file(std::move(name), inode, {});
    const auto equal = digester().chunk(equalBytes());
    for (const auto &extent : extents) {
        const auto chunk = extent.chunk == equal ? equalBytes() : countingBytes(200);
        golden.content += extent.isHole() ? QByteArray(qsizetype(extent.length), '\0')
                                          : chunk.sliced(qsizetype(extent.offset), qsizetype(extent.length));
    }
    golden.entry.flags = DirectoryEntry::Sparse;
    golden.extents = std::move(extents);
    return golden;
}

GoldenEntry bigImage()
{
    const auto equal = digester().chunk(equalBytes());
    const auto counting = digester().chunk(countingBytes(200));
    return fileOf("big.img", 20, {{equal, 0, kChunkSize}, {{}, 0, 150'000}, {counting, 10, 50}});
}

/// More extents than a version record holds.
GoldenEntry scatteredImage()
{
    const auto counting = digester().chunk(countingBytes(200));
    std::vector<Extent> extents;
    for (uint64_t i = 0; i < 35; ++i) {
        extents.push_back({counting, i, 100});
        extents.push_back({{}, 0, 4096});
    }
    return fileOf("scattered.img", 21, std::move(extents));
}

GoldenEntry folder()
{
    auto folder = entryNamed("folder", FileType::Directory, 30);
    folder.entry.mode = 02775;
    folder.hint.flags |= Hint::FileSystemStarts;
    folder.hint.fileSystem.fill(0xfe);
    auto first = file("twin 1", 31, "One inode, two names.\n");
    first.entry.flags = DirectoryEntry::Linked;
    auto second = first;
    second.entry.name = "twin 2";
    auto tagged = file("with attributes", 32, "tagged\n");
    tagged.entry.attributes = {Attribute::extended("user.comment", "a comment"), Attribute::extended("user.empty", {}),
                               Attribute{77, "of a type that readers do not know"}};
    folder.children = {entryNamed("empty folder", FileType::Directory, 33), first, second, tagged};
    return folder;
}

/// Enough names for a tree of several nodes.
GoldenEntry manyEntries()
{
    auto many = entryNamed("many", FileType::Directory, 40);
    for (int i = 0; i < 700; ++i)
        many.children.push_back(file("page " + QByteArray::number(i).rightJustified(4, '0'), 1000 + uint64_t(i), {}));
    return many;
}

GoldenEntry firstRoot()
{
    auto root = entryNamed("/", FileType::Directory, 2);
    root.entry.flags = DirectoryEntry::Partial;
    auto device = entryNamed("device", FileType::CharacterDevice, 10);
    device.entry.deviceMajor = 1;
    device.entry.deviceMinor = 300;
    auto link = entryNamed("link", FileType::SymbolicLink, 11);
    link.entry.mode = 0777;
    link.entry.target = "folder/caf\xe9";
    auto old = file("older than 1970", 12, "old\n");
    old.entry.modified = {-86'400, 999'999'999};
    old.entry.flags = DirectoryEntry::Inconsistent;
    old.hint.flags = Hint::Racy;
    auto set = file("set-id", 13, "#!/bin/sh\n");
    set.entry.mode = 06755;
    set.entry.uid = 0;
    set.entry.gid = 4'294'967'294;
    root.children = {bigImage(),
                     file("caf\xe9", 14, "The name is Latin-1.\n"),
                     device,
                     file("empty", 15, {}),
                     folder(),
                     file("greeting", 16, "Hello, Backspool!\n"),
                     link,
                     manyEntries(),
                     old,
                     entryNamed("pipe", FileType::Fifo, 17),
                     scatteredImage(),
                     set};
    return root;
}

/// A day later: "greeting" changed, "older than 1970" is gone.
GoldenEntry secondRoot()
{
    auto root = firstRoot();
    std::erase_if(root.children, [](const auto &child) { return child.entry.name == "older than 1970"; });
    for (auto &child : root.children) {
        if (child.entry.name != "greeting")
            continue;
        child.content = "Hello again, Backspool!\n";
        child.entry.modified.seconds += 86'400;
        child.hint.changed.seconds += 86'400;
    }
    return root;
}

PointRecord recordOf(uint64_t number)
{
    PointRecord record;
    record.point = PointId{number};
    record.client = ClientId{7};
    record.lease = LeaseId{number * 10};
    record.base = PointId{number - 1};
    record.clientName = u"Caf\u00e9 till"_s;
    record.host = u"till.example"_s;
    record.zone = u"Europe/Berlin"_s;
    record.agent = u"0.1.0"_s;
    record.started =
        WallTime(std::chrono::seconds(1'735'787'045) + std::chrono::days(number - 1) + std::chrono::nanoseconds(6));
    record.ended = record.started + std::chrono::seconds(90);
    record.selection = {"/home", "/srv/caf\xe9"};
    record.exclude = {"*.tmp"};
    record.users = {{0, "root"}, {1000, "j\xf6rg"}};
    record.groups = {{100, "users"}};
    record.statistics.filesNew = number == 1 ? 709 : 0;
    record.statistics.filesModified = number - 1;
    record.statistics.bytesSent = 12'345;
    return record;
}

/// Writes one point's BDF and DTF, leaving out what is stored already.
class PointWriter
{
public:
    PointWriter(std::set<ObjectName> &stored, uint8_t number)
        : stored_(stored), bdfHeader_(headerOf(ContainerKind::Bdf, number)),
          dtfHeader_(headerOf(ContainerKind::Dtf, number)), bdf_(bdfHeader_, goldenKey(), bdfSink_),
          dtf_(dtfHeader_, goldenKey(), dtfSink_)
    {
        check(bdf_.begin());
        check(dtf_.begin());
    }

    void store(GoldenEntry &golden)
    {
        if (golden.entry.isDirectory())
            storeDirectory(golden);
        else if (golden.entry.type == FileType::File)
            storeContent(golden);
    }

    FileContent storeSystemInformation()
    {
        auto golden = file("system information", 0, "{\"backspool_system_information\":1,\"sections\":[]}");
        storeContent(golden);
        return {golden.entry.content, golden.entry.size};
    }

    void finish(GoldenPoint &point)
    {
        if (!chunks_.isEmpty())
            appendChunks();
        if (!tree_.isEmpty())
            check(dtf_.append(tree_.take(), treeNames_));
        point.record.root = point.root.entry;
        point.record.rootHint = point.root.hint;
        BlockPacker packer(BlockKind::Point);
        packer.add(ObjectKind::Point, point.record.encode());
        check(dtf_.append(packer.take(), {ObjectName()}));
        check(bdf_.finish());
        check(dtf_.finish());
    }

    void addFiles(std::map<QByteArray, QByteArray> &files, const QByteArray &area) const
    {
        const auto path = [](const QByteArray &folder, const ContainerHeader &header, const char *suffix) {
            const auto hex = toHex(header.uuid);
            return "store/" + folder + '/' + hex.first(2) + '/' + hex + suffix;
        };
        files[path(area, bdfHeader_, ".bdf")] = bdfSink_.bytes();
        files[path(area, dtfHeader_, ".dtf")] = dtfSink_.bytes();
        files[path("mirror", dtfHeader_, ".dtf")] = dtfSink_.bytes();
    }

private:
    template <class T> static void check(const Result<T> &result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().text()));
    }

    static ContainerHeader headerOf(ContainerKind kind, uint8_t number)
    {
        ContainerHeader header;
        header.kind = kind;
        header.uuid = uuidOf(uint8_t(number * 16 + (kind == ContainerKind::Bdf ? 0xb : 0xd)));
        header.client = ClientId{7};
        header.created = 1'735'787'045 + 86'400 * (number - 1);
        header.lease = LeaseId{number * 10ULL};
        return header;
    }

    NodeTreeBuilder::Emit emitter()
    {
        return [this](const ObjectName &name, const QByteArray &bytes) { addToTree(ObjectKind::Node, name, bytes); };
    }
    void addToTree(ObjectKind kind, const ObjectName &name, QByteArrayView bytes)
    {
        if (!stored_.insert(name).second)
            return;
        tree_.add(kind, bytes);
        treeNames_.push_back(name);
    }

    void appendChunks()
    {
        check(bdf_.append(chunks_.take(), chunkNames_));
        chunkNames_.clear();
    }
    void storeChunk(const QByteArray &bytes)
    {
        const auto name = digester().chunk(bytes);
        if (!stored_.insert(name).second)
            return;
        if (bytes == equalBytes()) {
            PackedBlock block{
                BlockKind::Chunks, Codec::Zstd, {{ObjectKind::Chunk, kChunkSize}}, kChunkSize, equalBytesFrame()};
            check(bdf_.append(block, {name}));
            return;
        }
        chunks_.add(ObjectKind::Chunk, bytes);
        chunkNames_.push_back(name);
    }

    void storeContent(GoldenEntry &golden)
    {
        golden.entry.size = uint64_t(golden.content.size());
        if (golden.content.isEmpty())
            return;
        golden.entry.content = codec::signatureOf(digester(), golden.content).name;
        if (golden.extents.empty()) {
            storeChunk(golden.content);
            return;
        }
        storeChunk(equalBytes());
        storeChunk(countingBytes(200));
        VersionBuilder builder(digester(), emitter());
        for (const auto &extent : golden.extents)
            builder.add(extent);
        addToTree(ObjectKind::Version, golden.entry.content, builder.finish().encode());
    }

    void storeDirectory(GoldenEntry &golden)
    {
        for (auto &child : golden.children)
            store(child);
        NodeTreeBuilder entries(TreeKind::Directory, digester(), emitter());
        NodeTreeBuilder hints(TreeKind::Hints, digester(), emitter());
        for (const auto &child : golden.children) {
            entries.add(child.entry.encode(), child.entry.name, child.entry.name);
            const auto hint = child.hint.encode();
            hints.add(hint, hint);
        }
        golden.entry.content = entries.finish();
        golden.hint.hints = hints.finish();
    }

    std::set<ObjectName> &stored_;
    ContainerHeader bdfHeader_;
    ContainerHeader dtfHeader_;
    MemorySink bdfSink_;
    MemorySink dtfSink_;
    ContainerWriter bdf_;
    ContainerWriter dtf_;
    BlockPacker chunks_{BlockKind::Chunks};
    std::vector<ObjectName> chunkNames_;
    BlockPacker tree_{BlockKind::Tree};
    std::vector<ObjectName> treeNames_;
};

QByteArray keyFile()
{
    const QByteArray lines = "backspool repository key 1\n"
                             "3f0e6c52-9d11-4c0b-8f3e-6a4d2b1c0d9e\n" +
                             goldenKey().view().toByteArray().toHex() + '\n';
    return lines + QByteArray::number(codec::crc32c(lines), 16).rightJustified(8, '0') + '\n' +
           "# Of the golden store in the tests; it protects nothing.\n";
}

} // namespace

codec::SecretKey goldenKey()
{
    return codec::SecretKey::fromBytes(countingBytes(32));
}

GoldenStore makeGoldenStore()
{
    GoldenStore store;
    std::set<ObjectName> stored;
    store.files["keys/repository.key"] = keyFile();
    for (const uint8_t number : {1, 2}) {
        GoldenPoint point{recordOf(number), number == 1 ? firstRoot() : secondRoot()};
        PointWriter writer(stored, number);
        writer.store(point.root);
        // The first is as it was before there was such a thing.
        if (number == 2)
            point.record.systemInformation = writer.storeSystemInformation();
        writer.finish(point);
        writer.addFiles(store.files, number == 1 ? "full" : "delta");
        store.points.push_back(std::move(point));
    }
    return store;
}

} // namespace backspool::format
