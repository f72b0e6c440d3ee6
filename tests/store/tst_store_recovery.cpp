#include "store/sample_store.h"

#include <QLoggingCategory>
#include <QTest>

#include <set>

using namespace backspool;
using namespace backspool::store;
using catalogue::Area;

class TestStoreRecovery : public QObject
{
    Q_OBJECT

    static void verifyReadable(const ObjectStore &store, const SampleBlock &sample, bool withVersions = true)
    {
        for (size_t i = 0; i < sample.names.size(); ++i) {
            if (!withVersions && sample.block.table[i].kind == format::ObjectKind::Version)
                continue;
            const auto bytes = store.read(sample.names[i]);
            VERIFY_OK(bytes);
            QCOMPARE(*bytes, sample.contents[i]);
        }
    }

    static std::vector<QString> filesIn(const SampleStore &s, QStringView folder)
    {
        std::vector<QString> found;
        for (const auto &path : s.disk.files()) {
            if (path.startsWith(SampleStore::folder() + u'/' + folder.toString() + u'/'))
                found.push_back(path);
        }
        return found;
    }

private Q_SLOTS:
    void init() { QLoggingCategory::setFilterRules(QStringLiteral("backspool.*=false")); }

    void aLostCatalogueIsFilledFromTheFiles()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        const auto nodes = treeBlock(1, 5, true);
        const auto copies = chunkBlock(50, 5);
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(chunks.block, chunks.names));
            VERIFY_OK(session->append(nodes.block, nodes.names));
            VERIFY_OK(session->publish(samplePoint()));
            const auto service = s.store->beginSession(ClientId(), LeaseId(), Area::Delta);
            VERIFY_OK(service->append(copies.block, copies.names));
            VERIFY_OK(service->publish(std::nullopt));
        }
        const auto before = s.store->containers();
        s.close();
        s.disk.erase(SampleStore::databasePath());
        s.disk.erase(SampleStore::databasePath() + QStringLiteral("-journal"));
        VERIFY_OK(s.open());
        verifyReadable(*s.store, chunks);
        verifyReadable(*s.store, nodes);
        verifyReadable(*s.store, copies);
        const auto after = s.store->containers();
        QCOMPARE(after.size(), before.size());
        for (const auto &row : after) {
            const auto known = std::ranges::find(before, row.uuid, &catalogue::ContainerRow::uuid);
            QVERIFY(known != before.end());
            QCOMPARE(row.kind, known->kind);
            QCOMPARE(row.area, known->area);
            QCOMPARE(row.client, known->client);
            QCOMPARE(row.lease, known->lease);
            QCOMPARE(row.created, known->created);
            QCOMPARE(row.size, known->size);
            QCOMPARE(row.objectCount, known->objectCount);
            QCOMPARE(row.committed, !row.client);
        }
    }

    /// A folder that is made costs a sync of its own, and somebody waits for the commit.
    void aPointsCommitMakesNoFolder()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto opened = s.disk.operations().size();
        const auto nodes = treeBlock(1, 5, true);
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(nodes.block, nodes.names));
        VERIFY_OK(session->publish(samplePoint()));
        const auto all = s.disk.operations();
        const std::vector<QString> committing(all.begin() + ptrdiff_t(opened), all.end());
        QVERIFY(!committing.empty());
        for (const auto &operation : committing)
            QVERIFY2(!operation.startsWith(QStringLiteral("make ")), qPrintable(operation));
    }

    /// As some programs copy it.
    void aStoreThatWasCopiedWithoutItsEmptyFoldersIsWrittenTo()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto write = [](SampleStore &to, uint32_t first) {
            const auto nodes = treeBlock(first, 5, true);
            const auto session = to.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(nodes.block, nodes.names));
            VERIFY_OK(session->publish(samplePoint()));
        };
        write(s, 1);
        s.close();
        SampleStore copy;
        for (const auto &path : s.disk.files())
            copy.disk.setContent(path, s.disk.content(path));
        VERIFY_OK(copy.open());
        for (uint32_t i = 2; i < 10; ++i)
            write(copy, i * 10);
        verifyReadable(*copy.store, treeBlock(1, 5, true));
        verifyReadable(*copy.store, treeBlock(90, 5, true));
    }

    void anotherCataloguesNumbersAreNotTakenForItsOwn()
    {
        // The index says "container 1": of the catalogue that is gone.
        SampleStore s;
        VERIFY_OK(s.open());
        const auto old = chunkBlock(1, 10);
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(old.block, old.names));
        }
        s.close();
        for (const auto &path : s.disk.files()) {
            if (!path.startsWith(SampleStore::indexFolder()))
                s.disk.erase(path);
        }
        VERIFY_OK(s.open());
        const auto young = chunkBlock(50, 10);
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(young.block, young.names));
        for (const auto &name : old.names)
            QVERIFY(!isThere(*s.store, name));
        verifyReadable(*s.store, young);
    }

    void aStagedContainerIsSealedAnewUnderAnotherKey()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        const auto nodes = treeBlock(1, 5, true);
        auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(chunks.block, chunks.names));
        VERIFY_OK(session->append(nodes.block, nodes.names));
        VERIFY_OK(session->sync());
        std::set<QByteArray> stagedIds;
        for (const auto &path : filesIn(s, u"staging"))
            stagedIds.insert(s.disk.content(path).sliced(16, 16));
        QCOMPARE(stagedIds.size(), 2u);
        s.disk.processDeath();
        session.reset();
        VERIFY_OK(s.reopen());
        QVERIFY(filesIn(s, u"staging").empty());
        QVERIFY(filesIn(s, u"merge").empty());
        const auto rows = s.store->containers();
        QCOMPARE(rows.size(), 2u);
        for (const auto &row : rows) {
            QVERIFY(!stagedIds.contains(QByteArray(reinterpret_cast<const char *>(row.uuid.data()), 16)));
            QCOMPARE(row.client, ClientId{7});
            QCOMPARE(row.lease, LeaseId{3});
            QVERIFY(!row.committed);
        }
        verifyReadable(*s.store, chunks);
        verifyReadable(*s.store, nodes, false);
        // Names of version records were with the writer; the client sends them again.
        for (size_t i = 0; i < nodes.names.size(); ++i) {
            if (nodes.block.table[i].kind == format::ObjectKind::Version)
                QVERIFY(!isThere(*s.store, nodes.names[i]));
        }
    }

    void aStagedContainerWithoutAWholeBlockGoes()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(chunks.block, chunks.names));
        s.disk.processDeath();
        session.reset();
        s.close();
        s.disk.truncate(filesIn(s, u"staging").front(), 500);
        VERIFY_OK(s.open());
        QVERIFY(s.store->containers().empty());
        QVERIFY(s.catalogue->containers()->empty());
        QVERIFY(filesIn(s, u"staging").empty());
    }

    void aStagedContainerIsReadWhereItIsWhenTheDiskIsFull()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(chunks.block, chunks.names));
        VERIFY_OK(session->sync());
        s.disk.processDeath();
        session.reset();
        s.close();
        // Some for the catalogue.
        s.disk.setCapacity(s.disk.usedBytes() + 2000);
        const auto opened = s.open();
        if (opened) {
            verifyReadable(*s.store, chunks);
            QVERIFY(s.store->containers().empty());
        } else {
            QCOMPARE(opened.error().kind(), ErrorKind::NoSpace); // not even for the catalogue
        }
        s.disk.setCapacity(-1);
        VERIFY_OK(s.reopen());
        verifyReadable(*s.store, chunks);
        QCOMPARE(s.store->containers().size(), 1u);
    }

    void aStoreWhoseDiskIsNotMountedIsLeftAlone()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(chunks.block, chunks.names));
        }
        s.close();
        std::map<QString, QByteArray> files;
        for (const auto &path : filesIn(s, u"full")) {
            files[path] = s.disk.content(path);
            s.disk.erase(path);
        }
        const auto opened = s.open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind(), ErrorKind::NotFound);
        QVERIFY(opened.error().text().contains(u"mounted"));
        for (const auto &[path, content] : files)
            s.disk.setContent(path, content);
        VERIFY_OK(s.open());
        verifyReadable(*s.store, chunks);
    }

    void aLostContainerIsDropped()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto lost = chunkBlock(1, 10);
        const auto kept = chunkBlock(50, 10);
        for (const auto *block : {&lost, &kept}) {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(block->block, block->names));
        }
        const auto id = placeOf(*s.store, lost.names[0]).container;
        const auto rows = s.store->containers();
        const auto row = std::ranges::find(rows, id, &catalogue::ContainerRow::id);
        s.close();
        for (const auto &path : filesIn(s, u"full")) {
            if (path.contains(QString::fromLatin1(format::toHex(row->uuid))))
                s.disk.erase(path);
        }
        VERIFY_OK(s.open());
        QCOMPARE(s.store->containers().size(), 1u);
        QVERIFY(!isThere(*s.store, lost.names[0]));
        QCOMPARE(s.store->read(lost.names[0]).error().kind(), ErrorKind::NotFound);
        verifyReadable(*s.store, kept);
    }

    void aDamagedMirrorThatIsAllThatIsLeftStays()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto nodes = treeBlock(1, 5, true);
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(nodes.block, nodes.names));
        }
        s.close();
        s.disk.erase(SampleStore::databasePath());
        s.disk.erase(filesIn(s, u"full").at(0));
        const auto mirror = filesIn(s, u"mirror").at(0);
        s.disk.setContent(mirror, s.disk.content(mirror).chopped(10));
        VERIFY_OK(s.open());
        QCOMPARE(filesIn(s, u"mirror"), std::vector{mirror});
    }

    void copiesThatTheServiceHadNotFinishedAreRemoved()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        auto session = s.store->beginSession(ClientId(), LeaseId(), Area::Full);
        VERIFY_OK(session->append(chunks.block, chunks.names));
        QCOMPARE(filesIn(s, u"merge").size(), 1u);
        s.disk.processDeath();
        session.reset();
        VERIFY_OK(s.reopen());
        QVERIFY(filesIn(s, u"merge").empty());
        QVERIFY(s.catalogue->containers()->empty());
    }
};

QTEST_GUILESS_MAIN(TestStoreRecovery)
#include "tst_store_recovery.moc"
