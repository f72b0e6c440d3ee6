#include "store/sample_store.h"

#include <QLoggingCategory>
#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace backspool;
using namespace backspool::store;
using catalogue::Area;
using catalogue::ContainerState;

class TestObjectStore : public QObject
{
    Q_OBJECT

    static void verifyReadable(const ObjectStore &store, const SampleBlock &sample)
    {
        for (size_t i = 0; i < sample.names.size(); ++i) {
            QVERIFY(isThere(store, sample.names[i]));
            const auto location = placeOf(store, sample.names[i]);
            const auto bytes = store.read(sample.names[i]);
            VERIFY_OK(bytes);
            QCOMPARE(*bytes, sample.contents[i]);
            const auto block = store.readObjects(location);
            VERIFY_OK(block);
            QCOMPARE(block->object(location.place.slot).toByteArray(), sample.contents[i]);
        }
    }

private Q_SLOTS:
    void whatIsAppendedIsFoundAtOnce()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        const auto nodes = treeBlock(1, 5, true);
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        QVERIFY(session->containers().empty());
        const auto bdf = session->append(chunks.block, chunks.names);
        VERIFY_OK(bdf);
        const auto dtf = session->append(nodes.block, nodes.names);
        VERIFY_OK(dtf);
        QVERIFY(*bdf != *dtf);
        QCOMPARE(session->containers(), (std::vector{*bdf, *dtf}));
        QVERIFY(session->bytesWritten() > 2000);
        verifyReadable(*s.store, chunks);
        verifyReadable(*s.store, nodes);
        QCOMPARE(s.store->clientOf(*bdf), ClientId{7});
        QVERIFY(s.store->containers().empty()); // not published yet
        QVERIFY(!isThere(*s.store, ObjectName()));
        QCOMPARE(s.store->read(chunkBlock(99, 1).names[0]).error().kind(), ErrorKind::NotFound);
    }

    void aPublishedSessionIsThereAfterReopening()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        const auto nodes = treeBlock(1, 5, true);
        ContainerId dtf;
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(chunks.block, chunks.names));
            VERIFY_OK(session->append(nodes.block, nodes.names));
            VERIFY_OK(session->sync());
            const auto published = session->publish(samplePoint());
            VERIFY_OK(published);
            dtf = *published;
        }
        const auto check = [&] {
            verifyReadable(*s.store, chunks);
            verifyReadable(*s.store, nodes);
            const auto containers = s.store->containers();
            QCOMPARE(containers.size(), 2u);
            for (const auto &row : containers) {
                QCOMPARE(row.state, ContainerState::Published);
                QCOMPARE(row.client, ClientId{7});
                QCOMPARE(row.lease, LeaseId{3});
                QCOMPARE(row.area, Area::Full);
                QVERIFY(!row.committed);
            }
            QCOMPARE(s.store->objectCount(), 21u); // with the point
            ByteCount files = 0;
            for (const auto &path : s.disk.files())
                files += path.startsWith(SampleStore::folder()) ? s.disk.content(path).size() : 0;
            QCOMPARE(s.store->storedBytes(), files);
            // The point is the last block of the DTF.
            const auto index = s.store->containerIndex(dtf);
            VERIFY_OK(index);
            QCOMPARE(index->blocks.back().kind, format::BlockKind::Point);
            const auto block = s.store->readObjects({dtf, {index->blocks.back().offset, 0}, format::ObjectKind::Point});
            VERIFY_OK(block);
            const auto point = format::PointRecord::decode(block->object(0));
            VERIFY_OK(point);
            QCOMPARE(point->clientName, QStringLiteral("desk"));
        };
        check();
        VERIFY_OK(s.reopen());
        check();
    }

    void aSessionThatEndsEarlyIsPublishedUncommitted()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Delta);
            VERIFY_OK(session->append(chunks.block, chunks.names));
        }
        QCOMPARE(s.store->containers().size(), 1u);
        QVERIFY(!s.store->containers()[0].committed);
        verifyReadable(*s.store, chunks);
        // A session without blocks leaves nothing.
        s.store->beginSession(ClientId{7}, LeaseId{4}, Area::Delta).reset();
        QCOMPARE(s.store->containers().size(), 1u);
    }

    void whatTheServiceWritesIsCommitted()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 10);
        const auto session = s.store->beginSession(ClientId(), LeaseId(), Area::Full);
        VERIFY_OK(session->append(chunks.block, chunks.names));
        VERIFY_OK(session->publish(std::nullopt));
        QVERIFY(s.store->containers()[0].committed);
    }

    void aFullContainerIsPublishedAndTheNextBegun()
    {
        SampleStore s;
        s.options.containerSize = 4_KiB;
        VERIFY_OK(s.open());
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        std::vector<SampleBlock> blocks;
        for (uint32_t i = 0; i < 20; ++i) {
            blocks.push_back(chunkBlock(i * 10, 3));
            VERIFY_OK(session->append(blocks.back().block, blocks.back().names));
            blocks.push_back(treeBlock(i * 10, 2, true));
            VERIFY_OK(session->append(blocks.back().block, blocks.back().names));
        }
        QVERIFY(s.store->containers().size() > 3);
        const auto dtf = session->publish(std::nullopt);
        VERIFY_OK(dtf);
        QCOMPARE(*dtf, session->containers().back());
        QCOMPARE(session->containers().size(), s.store->containers().size());
        for (const auto &row : s.store->containers())
            QVERIFY(row.size <= uint64_t(s.options.containerSize));
        for (const auto &block : blocks)
            verifyReadable(*s.store, block);
        VERIFY_OK(s.reopen());
        for (const auto &block : blocks)
            verifyReadable(*s.store, block);
    }

    void aBlockLargerThanAContainerHasOneOfItsOwn()
    {
        SampleStore s;
        s.options.containerSize = 4_KiB;
        VERIFY_OK(s.open());
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        for (uint32_t i = 0; i < 3; ++i) {
            const auto block = chunkBlock(i, 1, 10'000);
            VERIFY_OK(session->append(block.block, block.names));
            verifyReadable(*s.store, block);
        }
        QCOMPARE(session->containers().size(), 3u);
    }

    void aBlockOfAnotherKindIsRefused()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        auto chunks = chunkBlock(1, 2);
        QCOMPARE(session->append(chunks.block, {chunks.names[0]}).error().kind(), ErrorKind::Invalid);
        chunks.block.kind = format::BlockKind::Point;
        QCOMPARE(session->append(chunks.block, chunks.names).error().kind(), ErrorKind::Invalid);
    }

    void aStoredBlockComesAsItWasSent()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 4);
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(chunks.block, chunks.names));
        const auto stored = s.store->readStoredBlock(placeOf(*s.store, chunks.names[2]));
        VERIFY_OK(stored);
        QCOMPARE(stored->client, ClientId{7});
        QCOMPARE(stored->block.payload, chunks.block.payload);
        QCOMPARE(stored->block.table, chunks.block.table);
    }

    void nodesAreReadThroughTheirOwnCache()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto nodes = treeBlock(1, 4, true);
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(nodes.block, nodes.names));
        for (int again = 0; again < 2; ++again) {
            for (size_t i = 0; i < nodes.names.size(); ++i) {
                const auto bytes = s.store->readNode(nodes.names[i]);
                VERIFY_OK(bytes);
                QCOMPARE(*bytes, nodes.contents[i]);
            }
        }
    }

    void aCondemnedContainerAnswersForWhatIsWantedOnly()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 4);
        const auto others = chunkBlock(50, 4);
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        const auto first = session->append(chunks.block, chunks.names);
        VERIFY_OK(session->publish(std::nullopt));
        VERIFY_OK(session->append(others.block, others.names));
        s.store->condemn({*first}, [](const ObjectLocation &location) { return location.place.slot == 1; });
        for (size_t i = 0; i < 4; ++i) {
            QCOMPARE(isThere(*s.store, chunks.names[i]), i == 1);
            QVERIFY(isThere(*s.store, others.names[i]));
            // A restore that goes on reads it all the same.
            QCOMPARE(s.store->read(chunks.names[i]).value(), chunks.contents[i]);
        }
        // Stored again, it is found in its new place, and so it would be were the new one the condemned one.
        const auto second = session->append(chunks.block, chunks.names);
        QCOMPARE(placeOf(*s.store, chunks.names[0]).container, *second);
        s.store->condemn({*second}, [](const ObjectLocation &) { return false; });
        QCOMPARE(placeOf(*s.store, chunks.names[0]).container, *first);
        s.store->condemn({}, {});
        QCOMPARE(placeOf(*s.store, chunks.names[0]).container, *second);
    }

    void replacedContainersGoAndTheirReadersGoOn()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto chunks = chunkBlock(1, 4);
        const auto nodes = treeBlock(1, 4, false);
        std::vector<ContainerId> old;
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(chunks.block, chunks.names));
            VERIFY_OK(session->append(nodes.block, nodes.names));
            VERIFY_OK(session->publish(std::nullopt));
            old = session->containers();
        }
        const auto location = placeOf(*s.store, chunks.names[0]);
        const auto copier = s.store->beginSession(ClientId(), LeaseId(), Area::Full);
        VERIFY_OK(copier->append(chunks.block, chunks.names));
        QCOMPARE(s.store->replace(copier->containers(), old, {}).error().kind(), ErrorKind::NotFound); // not published
        VERIFY_OK(copier->publish(std::nullopt));
        const auto removed = s.store->replace(copier->containers(), old, {});
        VERIFY_OK(removed);
        QCOMPARE(removed->size(), 2u);
        // The files take longer; nobody finds what is in them meanwhile.
        QVERIFY(s.disk.files().size() > 3);
        QCOMPARE(s.store->containers().size(), 1u);
        QVERIFY(!isThere(*s.store, nodes.names[0]));
        s.store->removeFiles(*removed);
        for (size_t i = 0; i < 4; ++i) {
            QCOMPARE(s.store->read(chunks.names[i]).value(), chunks.contents[i]);
            QVERIFY(!isThere(*s.store, nodes.names[i]));
        }
        QCOMPARE(s.store->readStoredBlock(location).error().kind(), ErrorKind::NotFound);
        QCOMPARE(s.store->containerIndex(old[0]).error().kind(), ErrorKind::NotFound);
        std::set<QString> files;
        for (const auto &path : s.disk.files()) {
            if (path.startsWith(SampleStore::folder()))
                files.insert(path);
        }
        QCOMPARE(files.size(), 1u);
        VERIFY_OK(s.reopen());
        verifyReadable(*s.store, chunks);
    }

    void whatAContainerHasIsInTheIndexOnce()
    {
        // Blocks of one object over and over; the names are as good as any.
        SampleStore s;
        VERIFY_OK(s.open());
        format::BlockPacker packer(format::BlockKind::Chunks);
        for (uint32_t i = 0; i < format::kMaxObjectsInBlock; ++i)
            packer.add(format::ObjectKind::Chunk, "x");
        const auto block = packer.take();
        const std::vector names(format::kMaxObjectsInBlock, sampleDigester().chunk("x"));
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            for (int i = 0; i < 3; ++i)
                VERIFY_OK(session->append(block, names));
            QCOMPARE(s.store->findAll(names[0])->size(), 1u);
        }
        s.close();
        for (const auto &path : s.disk.files()) {
            if (path.startsWith(SampleStore::indexFolder()))
                s.disk.erase(path);
        }
        VERIFY_OK(s.open());
        QCOMPARE(s.store->findAll(names[0])->size(), 1u);
        QCOMPARE(s.store->read(names[0]).value(), QByteArray("x"));
    }

    void aContainerOfManySmallObjectsIsFullToo()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        format::BlockPacker packer(format::BlockKind::Chunks);
        for (uint32_t i = 0; i < format::kMaxObjectsInBlock; ++i)
            packer.add(format::ObjectKind::Chunk, "x");
        const auto block = packer.take();
        const std::vector names(format::kMaxObjectsInBlock, sampleDigester().chunk("x"));
        {
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            for (int i = 0; i < 6; ++i)
                VERIFY_OK(session->append(block, names));
            QCOMPARE(session->containers().size(), 2u);
        }
        for (const auto &row : s.store->containers())
            QVERIFY(row.objectCount <= format::kContainerObjects);
    }

    void aVersionIsReadAsItIsFound()
    {
        // Not as it was read before: another record of the name has come.
        SampleStore s;
        VERIFY_OK(s.open());
        const auto name = sampleDigester().treeNode("any name will do");
        for (const QByteArray record : {"the first record", "the second"}) {
            format::BlockPacker packer(format::BlockKind::Tree);
            packer.add(format::ObjectKind::Version, record);
            const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
            VERIFY_OK(session->append(packer.take(), {name}));
            VERIFY_OK(session->publish(std::nullopt));
            QCOMPARE(s.store->readNode(name).value(), record);
        }
        QCOMPARE(s.store->findAll(name)->size(), 2u);
    }

    void theReserveOfFreeSpaceIsKept()
    {
        SampleStore s;
        s.options.reserve = 1_MiB;
        s.disk.setCapacity(2_MiB);
        VERIFY_OK(s.open());
        VERIFY_OK(s.store->checkSpace());
        s.disk.setCapacity(1_MiB);
        const auto space = s.store->checkSpace();
        QVERIFY(!space);
        QCOMPARE(space.error().kind(), ErrorKind::NoSpace);
        QVERIFY(space.error().text().contains(SampleStore::folder()));
    }

    void aFullDiskEndsOneBlockOnly_data()
    {
        QTest::addColumn<ByteCount>("room");
        for (ByteCount room = 0; room < 6000; room += 457)
            QTest::addRow("room for %lld", static_cast<long long>(room)) << room;
    }
    void aFullDiskEndsOneBlockOnly()
    {
        QFETCH(ByteCount, room);
        SampleStore s;
        VERIFY_OK(s.open());
        const auto first = chunkBlock(1, 5);
        const auto nodes = treeBlock(1, 5, true);
        auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(first.block, first.names));
        VERIFY_OK(session->append(nodes.block, nodes.names));
        s.disk.setCapacity(s.disk.usedBytes() + room);
        std::vector<SampleBlock> stored;
        SampleBlock refused;
        for (uint32_t i = 0; i < 10 && refused.names.empty(); ++i) {
            auto block = i % 2 ? treeBlock(100 + i * 10, 3, true) : chunkBlock(100 + i * 10, 3);
            if (const auto appended = session->append(block.block, block.names)) {
                stored.push_back(std::move(block));
            } else {
                QCOMPARE(appended.error().kind(), ErrorKind::NoSpace);
                refused = std::move(block);
            }
        }
        QVERIFY(!refused.names.empty());
        QVERIFY(!isThere(*s.store, refused.names[0]));
        verifyReadable(*s.store, first);
        verifyReadable(*s.store, nodes);
        for (const auto &block : stored)
            verifyReadable(*s.store, block);
        VERIFY_OK(session->sync()); // what is there can be made durable
        // There is space again: the session goes on, with version records and all.
        s.disk.setCapacity(-1);
        VERIFY_OK(session->append(refused.block, refused.names));
        VERIFY_OK(session->publish(samplePoint()));
        stored.push_back(refused);
        session.reset();
        for (int again = 0; again < 2; ++again) {
            verifyReadable(*s.store, first);
            verifyReadable(*s.store, nodes);
            for (const auto &block : stored)
                verifyReadable(*s.store, block);
            const auto rows = s.catalogue->containers();
            VERIFY_OK(rows);
            for (const auto &row : *rows)
                QCOMPARE(row.state, ContainerState::Published);
            VERIFY_OK(s.reopen());
        }
    }

    void aSyncThatFailsIsNotBelievedTheNextTime()
    {
        SampleStore s;
        VERIFY_OK(s.open());
        const auto first = chunkBlock(1, 5);
        const auto second = chunkBlock(10, 5);
        auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        VERIFY_OK(session->append(first.block, first.names));
        VERIFY_OK(session->sync());
        VERIFY_OK(session->append(second.block, second.names));
        s.disk.failNextSyncs(1);
        QVERIFY(!session->sync());
        // The kernel has thrown the second block away and would say "synced" now.
        VERIFY_OK(session->sync());
        VERIFY_OK(session->append(second.block, second.names));
        VERIFY_OK(session->sync());
        s.disk.powerCut(fault::PowerCut::Lose);
        session.reset();
        VERIFY_OK(s.reopen());
        verifyReadable(*s.store, first);
        verifyReadable(*s.store, second);
    }

    void sessionsAndReadersWorkBesideEachOther()
    {
        SampleStore s;
        s.options.containerSize = 8_KiB;
        s.options.cacheSize = 16_KiB;
        VERIFY_OK(s.open());
        std::atomic<bool> isWrong = false;
        std::atomic<uint32_t> appended[2] = {0, 0};
        constexpr uint32_t kBlocks = 60;
        std::vector<std::thread> threads;
        threads.reserve(4);
        for (uint32_t writer = 0; writer < 2; ++writer) {
            threads.emplace_back([&, writer] {
                const auto session = s.store->beginSession(ClientId{writer + 1}, LeaseId{writer + 1}, Area::Full);
                for (uint32_t i = 0; i < kBlocks; ++i) {
                    const auto block = i % 3 ? chunkBlock((writer + 1) * 10'000 + i * 10, 3)
                                             : treeBlock((writer + 1) * 10'000 + i * 10, 3, false);
                    if (!session->append(block.block, block.names) || (i % 10 == 0 && !session->sync()))
                        isWrong = true;
                    appended[writer] = i + 1;
                }
                if (!session->publish(std::nullopt))
                    isWrong = true;
            });
        }
        for (uint32_t reader = 0; reader < 2; ++reader) {
            threads.emplace_back([&, reader] {
                std::mt19937 random(reader);
                while (appended[0] < kBlocks || appended[1] < kBlocks) {
                    const uint32_t writer = random() % 2;
                    const uint32_t known = appended[writer];
                    if (known == 0)
                        continue;
                    const uint32_t i = random() % known;
                    const auto block = i % 3 ? chunkBlock((writer + 1) * 10'000 + i * 10, 3)
                                             : treeBlock((writer + 1) * 10'000 + i * 10, 3, false);
                    const auto bytes = s.store->read(block.names[1]);
                    if (!bytes || *bytes != block.contents[1])
                        isWrong = true;
                    (void)s.store->storedBytes();
                    (void)s.store->containers();
                }
            });
        }
        for (auto &thread : threads)
            thread.join();
        QVERIFY(!isWrong);
    }
};

QTEST_GUILESS_MAIN(TestObjectStore)
#include "tst_object_store.moc"
