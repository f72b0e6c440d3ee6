#include "codec/crc32c.h"
#include "core/bytes.h"
#include "fault/memory_disk.h"
#include "format/container_reader.h"
#include "trust/sample_state.h"

#include <QLoggingCategory>

#include <thread>

using namespace backspool;
using namespace backspool::trust;
using fault::MemoryDisk;
using fault::PowerCut;

class TestStateStore : public QObject
{
    Q_OBJECT

    const QString folder_ = QStringLiteral("/data/store");
    const codec::SecretKey key_ = codec::SecretKey::fromBytes(QByteArray(32, 'k'));
    const SetClock clock_;

    StateStore storeOn(MemoryDisk &disk) const { return {disk, folder_, key_, clock_}; }

    QString main(int version) const
    {
        return folder_ + QStringLiteral("/state/%1.state").arg(version, 20, 10, QLatin1Char('0'));
    }
    QString mirror(int version) const
    {
        return folder_ + QStringLiteral("/mirror/%1.state").arg(version, 20, 10, QLatin1Char('0'));
    }

    /// A disk with the states 1 to @p count saved on it.
    std::unique_ptr<MemoryDisk> diskWith(uint32_t count) const
    {
        auto disk = std::make_unique<MemoryDisk>();
        auto states = storeOn(*disk);
        for (uint32_t number = 1; number <= count; ++number)
            if (const auto saved = states.save(sampleState(number)); !saved)
                qFatal("%s", qUtf8Printable(saved.error().text()));
        return disk;
    }

    /// The number of the sample state that is loaded, 0 when it is none of them.
    uint32_t loadedNumber(MemoryDisk &disk) const
    {
        const auto state = storeOn(disk).load();
        for (uint32_t number = 1; state && number < 20; ++number)
            if (equal(*state, sampleState(number)))
                return number;
        return 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Thousands of damages are put there on purpose.
        QLoggingCategory::setFilterRules(QStringLiteral("backspool.store.warning=false"));
    }

    void thereIsNoneAtFirst()
    {
        MemoryDisk disk;
        FAILS_WITH(ErrorKind::NotFound, storeOn(disk).load());
        SUCCEEDS(disk.makeFolder(folder_ + QStringLiteral("/state")));
        FAILS_WITH(ErrorKind::NotFound, storeOn(disk).load());
    }

    void whatWasSavedIsLoaded()
    {
        MemoryDisk disk;
        auto states = storeOn(disk);
        for (uint32_t number = 1; number < 10; ++number) {
            SUCCEEDS(states.save(sampleState(number)));
            QVERIFY(equal(VALUE(states.load()), sampleState(number)));
            QCOMPARE(loadedNumber(disk), number);
        }
    }

    void theLastThreeAreKeptInBothFolders()
    {
        const auto disk = diskWith(7);
        QCOMPARE(disk->files(), (std::vector<QString>{mirror(5), mirror(6), mirror(7), main(5), main(6), main(7)}));
        for (int version = 5; version <= 7; ++version)
            QCOMPARE(disk->content(mirror(version)), disk->content(main(version)));
    }

    void theFileIsAContainerAsSpecified()
    {
        const auto disk = diskWith(1);
        const auto source = VALUE(disk->openRead(main(1)));
        const auto bytes = disk->content(main(1));
        QVERIFY(bytes.startsWith("BKSPLSTA"));
        const auto header = VALUE(format::ContainerHeader::decode(bytes.first(format::ContainerHeader::kSize)));
        QCOMPARE(header.created, unixSeconds(clock_.time));
        QCOMPARE(header.client, ClientId{});
        const auto reader = VALUE(format::ContainerReader::open(*source, header.kind, header.uuid, key_));
        const auto index = VALUE(reader.readIndex());
        QCOMPARE(index.blocks.size(), size_t(1));
        QCOMPARE(index.blocks[0].kind, format::BlockKind::State);
        QCOMPARE(index.objects.size(), size_t(1));
        QCOMPARE(index.objects[0].kind, format::ObjectKind::State);
        // Keys and names are sealed.
        QVERIFY(!bytes.contains("client 1") && !bytes.contains(kRepository.toLatin1()));
    }

    void everyByteOfOneCopyMayBeWrong()
    {
        const auto disk = diskWith(2);
        for (const auto &path : {main(2), mirror(2)}) {
            const auto whole = disk->content(path);
            for (qsizetype i = 0; i < whole.size(); ++i) {
                disk->flip(path, i);
                QCOMPARE(loadedNumber(*disk), uint32_t(2));
                disk->setContent(path, whole.first(i));
                QCOMPARE(loadedNumber(*disk), uint32_t(2));
                disk->setContent(path, whole);
            }
            disk->erase(path);
            QCOMPARE(loadedNumber(*disk), uint32_t(2));
            disk->setContent(path, whole);
        }
    }

    void aVersionDamagedInBothCopiesLeadsToTheOneBefore()
    {
        const auto disk = diskWith(3);
        const auto whole = disk->content(main(3));
        for (qsizetype i = 0; i < whole.size(); ++i) {
            disk->flip(main(3), i);
            disk->flip(mirror(3), i);
            // What lies behind the one block is of no use to a reader of it: wrong there does not matter.
            const auto number = loadedNumber(*disk);
            QVERIFY2(number == 2 || (number == 3 && (i < format::ContainerHeader::kSize || i > whole.size() / 2)),
                     qPrintable(QStringLiteral("byte %1 leads to %2").arg(i).arg(number)));
            disk->setContent(main(3), whole);
            disk->setContent(mirror(3), whole);
        }
        for (const qsizetype size : {qsizetype(200), qsizetype(95), qsizetype(0)}) {
            disk->truncate(main(3), size);
            disk->truncate(mirror(3), size);
            QCOMPARE(loadedNumber(*disk), uint32_t(2));
        }
        disk->truncate(main(2), 10);
        disk->truncate(mirror(2), 10);
        QCOMPARE(loadedNumber(*disk), uint32_t(1));
    }

    void whenNoneIsWholeThatIsSaid()
    {
        const auto disk = diskWith(5);
        for (const auto &path : disk->files())
            disk->flip(path, 200);
        const auto loaded = storeOn(*disk).load();
        FAILS_WITH(ErrorKind::Damaged, loaded);
        QVERIFY(loaded.error().text().contains(folder_));
    }

    void anotherRepositoryKeyOpensNothing()
    {
        const auto disk = diskWith(2);
        const auto other = codec::SecretKey::fromBytes(QByteArray(32, 'o'));
        const auto loaded = StateStore(*disk, folder_, other, clock_).load();
        FAILS_WITH(ErrorKind::Damaged, loaded);
        QVERIFY(loaded.error().text().contains(QStringLiteral("key")));
    }

    void aSaveAfterDamageTakesANewNumber()
    {
        const auto disk = diskWith(3);
        disk->truncate(main(3), 0);
        disk->erase(mirror(3));
        SUCCEEDS(storeOn(*disk).save(sampleState(4)));
        QCOMPARE(loadedNumber(*disk), uint32_t(4));
        QVERIFY(!disk->content(main(4)).isEmpty());
    }

    void aNewerProgramsStateIsNotPassedOver()
    {
        // As a reader of today sees a version of the container that it does not know.
        const auto disk = diskWith(2);
        for (const auto &path : {main(2), mirror(2)}) {
            auto bytes = disk->content(path);
            auto header = bytes.first(format::ContainerHeader::kSize);
            header[8] = 2;
            header.chop(4);
            disk->setContent(path,
                             ByteWriter(header).u32(codec::crc32c(header)).take() + bytes.sliced(header.size() + 4));
        }
        FAILS_WITH(ErrorKind::Unsupported, storeOn(*disk).load());
    }

    void otherFilesAreNoVersions()
    {
        const auto disk = diskWith(1);
        for (const char *name :
             {"x.state", "2.state", "0000000000000000000x.state", "99999999999999999999.state",
              "18446744073709551615.state", "00000000000000000009.dtf", "-0000000000000000009.state"})
            disk->setContent(folder_ + QStringLiteral("/state/") + QLatin1StringView(name), "x");
        QCOMPARE(loadedNumber(*disk), uint32_t(1));
        SUCCEEDS(storeOn(*disk).save(sampleState(2)));
        QCOMPARE(loadedNumber(*disk), uint32_t(2));
        QVERIFY(!disk->content(main(2)).isEmpty());
    }

    void leftoversAreRemoved()
    {
        const auto disk = diskWith(1);
        const auto leftover = folder_ + QStringLiteral("/mirror/00000000000000000002.state.tmp");
        disk->setContent(leftover, "half");
        QCOMPARE(loadedNumber(*disk), uint32_t(1));
        QCOMPARE(disk->files(), (std::vector<QString>{mirror(1), main(1)}));
        disk->setContent(leftover, "half");
        SUCCEEDS(storeOn(*disk).save(sampleState(2)));
        QCOMPARE(loadedNumber(*disk), uint32_t(2));
    }

    void aFullDiskLeavesTheStateBefore()
    {
        const auto disk = diskWith(3);
        const auto used = disk->usedBytes();
        int refused = 0;
        for (ByteCount room = 0;; room += 64) {
            disk->setCapacity(used + room);
            auto states = storeOn(*disk);
            if (const auto saved = states.save(sampleState(4))) {
                QCOMPARE(loadedNumber(*disk), uint32_t(4));
                break;
            } else {
                FAILS_WITH(ErrorKind::NoSpace, saved);
                ++refused;
            }
            QCOMPARE(loadedNumber(*disk), uint32_t(3));
            QCOMPARE(disk->usedBytes(), used);
        }
        QVERIFY(refused > 10);
    }

    void aStateThatIsTooLargeIsRefused()
    {
        const auto disk = diskWith(1);
        auto state = sampleState(2);
        for (uint64_t i = 0; i < 600'000; ++i)
            state.forgotten.insert({(uint64_t(1) << 40) + i});
        FAILS_WITH(ErrorKind::NoSpace, storeOn(*disk).save(state));
        QCOMPARE(loadedNumber(*disk), uint32_t(1));
    }

    void everyStopLeavesAWholeState_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("process death") << -1;
        QTest::newRow("power cut, all that was not synced is lost") << int(PowerCut::Lose);
        QTest::newRow("power cut, names are kept") << int(PowerCut::KeepNames);
        QTest::newRow("power cut, parts are kept") << int(PowerCut::Tear);
    }
    void everyStopLeavesAWholeState()
    {
        QFETCH(int, how);
        constexpr uint32_t kSaves = 6;
        const auto count = diskWith(kSaves)->operationCount();
        for (uint64_t stop = 1; stop <= count + 1; ++stop) {
            for (uint32_t seed = 0; seed < (how == int(PowerCut::Tear) ? 8 : 1); ++seed) {
                MemoryDisk disk;
                disk.stopAt(stop);
                uint32_t saved = 0;
                {
                    auto states = storeOn(disk);
                    while (saved < kSaves && states.save(sampleState(saved + 1)))
                        ++saved;
                }
                if (how < 0)
                    disk.processDeath();
                else
                    disk.powerCut(PowerCut(how), seed);
                const auto found = loadedNumber(disk);
                QVERIFY2(found == saved || found == saved + 1,
                         qPrintable(QStringLiteral("stop %1: %2 saved, %3 found").arg(stop).arg(saved).arg(found)));
                // And it goes on.
                SUCCEEDS(storeOn(disk).save(sampleState(10)));
                QCOMPARE(loadedNumber(disk), uint32_t(10));
            }
        }
    }

    void threadsSaveOneAfterTheOther()
    {
        MemoryDisk disk;
        auto states = storeOn(disk);
        std::atomic<int> failures = 0;
        {
            std::vector<std::jthread> threads;
            for (uint32_t thread = 1; thread <= 4; ++thread)
                threads.emplace_back([&, thread] {
                    for (int i = 0; i < 25; ++i)
                        failures += !states.save(sampleState(thread)) || !states.load();
                });
        }
        QCOMPARE(failures.load(), 0);
        QVERIFY(!disk.content(main(100)).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestStateStore)
#include "tst_state_store.moc"
