#pragma once
/// A store on a disk in memory with its catalogue on the same disk, and blocks to put into it.
#include "catalogue/catalogue.h"
#include "fault/memory_vfs.h"
#include "store/object_store.h"

#include <random>

namespace backspool {

class SetClock final : public Clock
{
public:
    WallTime now() const override { return fromUnixSeconds(1'800'000'000); }
    std::chrono::steady_clock::time_point steadyNow() const override { return {}; }
};

inline codec::SecretKey sampleKey()
{
    return codec::SecretKey::fromBytes(QByteArray(codec::SecretKey::kSize, 'k'));
}

inline codec::Digester sampleDigester()
{
    return codec::Digester(codec::deriveKey(sampleKey(), {}, "backspool domain 0"));
}

/// Bytes that do not compress, the same for the same @p number.
inline QByteArray sampleContent(uint32_t number, qsizetype size)
{
    std::mt19937 random(number);
    QByteArray bytes(size, Qt::Uninitialized);
    for (auto &byte : bytes)
        byte = char(random());
    return bytes;
}

/// A block with the names of its objects.
struct SampleBlock
{
    format::PackedBlock block;
    std::vector<ObjectName> names;
    std::vector<QByteArray> contents;
};

/// @p count chunks, numbered from @p first.
inline SampleBlock chunkBlock(uint32_t first, size_t count, qsizetype size = 200)
{
    SampleBlock sample;
    const auto digester = sampleDigester();
    format::BlockPacker packer(format::BlockKind::Chunks);
    for (uint32_t i = 0; i < count; ++i) {
        sample.contents.push_back(sampleContent(first + i, size + i));
        sample.names.push_back(digester.chunk(sample.contents.back()));
        packer.add(format::ObjectKind::Chunk, sample.contents.back());
    }
    sample.block = packer.take();
    return sample;
}

/// @p nodes nodes, and a version record after each when @p withVersions.
inline SampleBlock treeBlock(uint32_t first, size_t nodes, bool withVersions, qsizetype size = 150)
{
    SampleBlock sample;
    const auto digester = sampleDigester();
    format::BlockPacker packer(format::BlockKind::Tree);
    for (uint32_t i = 0; i < nodes; ++i) {
        sample.contents.push_back(sampleContent(first + i, size + i));
        sample.names.push_back(digester.node(sample.contents.back()));
        packer.add(format::ObjectKind::Node, sample.contents.back());
        if (!withVersions)
            continue;
        sample.contents.push_back(sampleContent(first + i + 1'000'000, 40 + i));
        sample.names.push_back(digester.treeNode(sample.contents.back())); // any name will do
        packer.add(format::ObjectKind::Version, sample.contents.back());
    }
    sample.block = packer.take();
    return sample;
}

inline format::PointRecord samplePoint()
{
    format::PointRecord point;
    point.point = PointId{1};
    point.client = ClientId{7};
    point.lease = LeaseId{3};
    point.clientName = QStringLiteral("desk");
    point.root.name = "/";
    point.root.type = format::FileType::Directory;
    point.root.content = ObjectName::fromBytes(QByteArray(32, 'r'));
    point.rootHint.flags = format::Hint::Directory;
    point.rootHint.hints = ObjectName::fromBytes(QByteArray(32, 'h'));
    return point;
}

/// Opens and closes the store; the disk stays.
class SampleStore
{
public:
    static QString folder() { return QStringLiteral("/data/store"); }
    static QString indexFolder() { return QStringLiteral("/data/index"); }
    static QString databasePath() { return QStringLiteral("/data/catalogue.sqlite"); }

    Status open()
    {
        close();
        TRY(disk.makeFolder(QStringLiteral("/data")));
        catalogue::DatabaseOptions database;
        database.name = vfs.databaseName(databasePath());
        database.connectOptions = fault::MemoryVfs::connectOptions();
        catalogue = TRY(catalogue::Catalogue::open(database));
        store = TRY(store::ObjectStore::open(options, disk, *catalogue, clock));
        return {};
    }
    void close()
    {
        store.reset();
        catalogue.reset();
    }
    Status reopen() { return open(); }

    fault::MemoryDisk disk;
    fault::MemoryVfs vfs{disk};
    SetClock clock;
    store::StoreOptions options{.folder = folder(), .indexFolder = indexFolder(), .repositoryKey = sampleKey()};
    std::unique_ptr<catalogue::Catalogue> catalogue;
    std::unique_ptr<store::ObjectStore> store;
};

/// Where the store says that the object is; the null place when it says that it has none.
inline store::ObjectLocation placeOf(const store::ObjectStore &store, const ObjectName &name)
{
    const auto found = store.find(name);
    return found ? found->value_or(store::ObjectLocation()) : store::ObjectLocation();
}

inline bool isThere(const store::ObjectStore &store, const ObjectName &name)
{
    const auto found = store.find(name);
    return found && found->has_value();
}

} // namespace backspool

/// A Result or Status that must be good; says why it is not.
#define VERIFY_OK(...)                                                                                                 \
    do {                                                                                                               \
        const auto &verified = (__VA_ARGS__);                                                                          \
        QVERIFY2(verified, verified ? "" : qPrintable(verified.error().text()));                                       \
    } while (false)
