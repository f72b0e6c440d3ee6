/// Reads the committed golden store as a store is read, and compares all that is in it with what was backed up.
#include "format/container_reader.h"
#include "format/directory_reader.h"
#include "format/golden_store.h"
#include "format/test_parts.h"
#include "format/version_record.h"

#include <QDirIterator>
#include <QFile>

using namespace backspool;
using namespace backspool::format;

namespace {

QString goldenFolder()
{
    return qEnvironmentVariable("BACKSPOOL_SOURCE") + QStringLiteral("/tests/format/golden/");
}

std::map<QByteArray, QByteArray> committedFiles()
{
    std::map<QByteArray, QByteArray> files;
    for (const auto *part : {"keys", "store"}) {
        QDirIterator iterator(goldenFolder() + QString::fromLatin1(part), QDir::Files, QDirIterator::Subdirectories);
        while (iterator.hasNext()) {
            QFile file(iterator.next());
            if (file.open(QIODevice::ReadOnly))
                files[QFile::encodeName(file.fileName().sliced(goldenFolder().size()))] = file.readAll();
        }
    }
    return files;
}

} // namespace

class TestGoldenStore : public QObject
{
    Q_OBJECT

    std::map<QByteArray, QByteArray> files_;
    std::map<ObjectName, QByteArray> objects_; ///< chunks, nodes, version records
    std::map<uint64_t, PointRecord> points_;
    const codec::Digester digester_{codec::deriveKey(goldenKey(), {}, "backspool domain 0")};

    NodeFetch fetcher() const
    {
        return [this](const ObjectName &name) -> Result<QByteArray> {
            const auto found = objects_.find(name);
            if (found == objects_.end())
                return fail(ErrorKind::NotFound, QStringLiteral("no object %1").arg(QLatin1StringView(name.toHex())));
            return found->second;
        };
    }

    void readContainer(const QByteArray &path, const QByteArray &bytes)
    {
        const auto name = path.sliced(path.lastIndexOf('/') + 1);
        const auto uuid = containerUuidFromHex(QByteArrayView(name).first(name.indexOf('.')));
        if (!uuid)
            QFAIL(path.constData());
        MemorySource source(bytes);
        const auto kind = name.endsWith(".bdf") ? ContainerKind::Bdf : ContainerKind::Dtf;
        const auto reader = ContainerReader::open(source, kind, *uuid, goldenKey());
        VERIFY_RESULT(reader);
        QVERIFY(!reader->headerDamage());
        QCOMPARE(reader->header().client, ClientId{7});
        const auto index = reader->readIndex();
        VERIFY_RESULT(index);
        std::vector<Error> damages;
        const auto scanned = reader->scan(digester_, &damages, nullptr);
        QCOMPARE(damages.size(), 0U);
        QCOMPARE(scanned.objects.size(), index->objects.size());
        for (size_t i = 0; i < index->objects.size(); ++i) {
            const auto &object = index->objects[i];
            QCOMPARE(scanned.objects[i].name, object.name);
            const auto objects = reader->readObjects(object.place.blockOffset);
            VERIFY_RESULT(objects);
            const auto content = objects->objectCopy(object.place.slot);
            if (object.kind != ObjectKind::Point) {
                objects_[object.name] = content;
                continue;
            }
            const auto record = PointRecord::decode(content);
            VERIFY_RESULT(record);
            points_.insert_or_assign(record->point.value, *record);
        }
    }

    void verifyContent(const GoldenEntry &golden)
    {
        if (golden.content.isEmpty())
            return;
        const auto stored = fetcher()(golden.entry.content);
        VERIFY_RESULT(stored);
        if (golden.extents.empty()) {
            QCOMPARE(*stored, golden.content);
            return;
        }
        const auto record = VersionRecord::decode(*stored);
        VERIFY_RESULT(record);
        QCOMPARE(record->size, uint64_t(golden.content.size()));
        QByteArray content;
        std::vector<Extent> extents;
        VERIFY_RESULT(record->forEachExtent(fetcher(), [&](const Extent &extent) -> Result<bool> {
            extents.push_back(extent);
            content += extent.isHole()
                           ? QByteArray(qsizetype(extent.length), '\0')
                           : TRY(fetcher()(extent.chunk)).sliced(qsizetype(extent.offset), qsizetype(extent.length));
            return true;
        }));
        QVERIFY(extents == golden.extents);
        QCOMPARE(content, golden.content);
    }

    void verifyDirectory(const GoldenEntry &golden)
    {
        std::vector<DirectoryEntry> entries;
        VERIFY_RESULT(
            forEachDirectoryEntry(golden.entry.content, fetcher(), [&](DirectoryEntry &&entry) -> Result<bool> {
                entries.push_back(std::move(entry));
                return true;
            }));
        std::vector<Hint> hints;
        VERIFY_RESULT(
            forEachItem(golden.hint.hints, TreeKind::Hints, fetcher(), [&](QByteArrayView item) -> Result<bool> {
                hints.push_back(TRY(Hint::decode(item)));
                return true;
            }));
        QCOMPARE(entries.size(), golden.children.size());
        QCOMPARE(hints.size(), golden.children.size());
        for (size_t i = 0; i < entries.size(); ++i) {
            const auto &child = golden.children[i];
            QVERIFY2(entries[i] == child.entry, child.entry.name.constData());
            QVERIFY2(hints[i] == child.hint, child.entry.name.constData());
            if (child.entry.isDirectory())
                verifyDirectory(child);
            else if (child.entry.type == FileType::File)
                verifyContent(child);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        files_ = committedFiles();
        QCOMPARE(files_.size(), 7U);
    }
    void containersAreWhole()
    {
        for (const auto &[path, bytes] : files_) {
            if (path.startsWith("store/"))
                readContainer(path, bytes);
        }
        QCOMPARE(points_.size(), 2U);
    }
    void pointsAreWhatWasBackedUp()
    {
        const auto golden = makeGoldenStore();
        for (const auto &point : golden.points) {
            QVERIFY(points_.contains(point.record.point.value));
            const auto &stored = points_.at(point.record.point.value);
            QCOMPARE(stored.encode().toHex(), point.record.encode().toHex());
            QCOMPARE(stored.clientName, point.record.clientName);
            QVERIFY(stored.started == point.record.started);
            QVERIFY(stored.root == point.root.entry);
            QVERIFY(stored.rootHint == point.root.hint);
            verifyDirectory(point.root);
        }
    }
    void treeOfManyEntriesHasSeveralNodes()
    {
        const auto golden = makeGoldenStore();
        const auto many = std::ranges::find(golden.points[0].root.children, "many",
                                            [](const auto &child) { return child.entry.name; });
        const auto node = Node::parse(*fetcher()(many->entry.content));
        VERIFY_RESULT(node);
        QVERIFY(node->level() > 0);
        QVERIFY(*findDirectoryEntry(many->entry.content, "page 0350", fetcher()) == many->children[350].entry);
    }
    void writerMakesTheSameBytesAgain()
    {
        const auto golden = makeGoldenStore();
        QCOMPARE(golden.files.size(), files_.size());
        for (const auto &[path, bytes] : golden.files)
            QVERIFY2(files_[path] == bytes, path.constData());
    }
};

QTEST_APPLESS_MAIN(TestGoldenStore)
#include "tst_golden_store.moc"
