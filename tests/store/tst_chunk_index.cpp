#include "fault/memory_disk.h"
#include "store/chunk_index.h"
#include "store/sample_store.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <set>
#include <thread>

using namespace backspool;
using namespace backspool::store;
using fault::MemoryDisk;
using fault::PowerCut;

namespace {

const QString kFolder = QStringLiteral("/index");

/// Names as spread as digests are, but cheap.
ObjectName nameOf(uint64_t number)
{
    ObjectName name;
    std::mt19937_64 random(number);
    for (qsizetype at = 0; at < ObjectName::kSize; at += qsizetype(sizeof(uint64_t))) {
        const auto word = random();
        std::memcpy(name.data() + at, &word, sizeof word);
    }
    return name;
}

IndexEntry entryOf(uint64_t number, uint32_t container)
{
    return {nameOf(number),
            {ContainerId{container},
             {uint32_t(number * 7 + 96), uint16_t(number % 300)},
             number % 5 ? format::ObjectKind::Chunk : format::ObjectKind::Node}};
}

std::vector<ObjectName> namesOf(uint64_t count)
{
    std::vector<ObjectName> names(count);
    for (uint64_t i = 0; i < count; ++i)
        names[i] = nameOf(i);
    return names;
}

std::vector<IndexEntry> entriesOf(uint64_t first, uint64_t count, uint32_t container)
{
    std::vector<IndexEntry> entries(count);
    for (uint64_t i = 0; i < count; ++i)
        entries[i] = entryOf(first + i, container);
    return entries;
}

/// The set of live containers.
class Live
{
public:
    void add(uint32_t container) { live_.insert(container); }
    void remove(uint32_t container) { live_.erase(container); }
    bool contains(ContainerId id) const { return live_.contains(id.value); }
    ChunkIndex::IsLive function() const
    {
        return [this](ContainerId id) { return contains(id); };
    }

private:
    std::set<uint32_t> live_;
};

/// All places of a name by the plainest means.
using Reference = std::map<ObjectName, std::vector<ObjectLocation>>; // oldest first

std::vector<ObjectLocation> livePlaces(const Reference &reference, const ObjectName &name, const Live &live)
{
    std::vector<ObjectLocation> places;
    const auto found = reference.find(name);
    if (found == reference.end())
        return places;
    for (auto place = found->second.rbegin(); place != found->second.rend(); ++place) {
        if (live.contains(place->container) && std::ranges::find(places, *place) == places.end())
            places.push_back(*place);
    }
    return places;
}

} // namespace

class TestChunkIndex : public QObject
{
    Q_OBJECT

    static void verifyLikeReference(const ChunkIndex &index, const Reference &reference, const Live &live,
                                    uint64_t numbers)
    {
        const auto names = namesOf(numbers);
        const auto found = index.find(names);
        VERIFY_OK(found);
        for (size_t i = 0; i < names.size(); ++i) {
            const auto expected = livePlaces(reference, names[i], live);
            QCOMPARE((*found)[i].has_value(), !expected.empty());
            if (!expected.empty())
                QVERIFY((*found)[i] == expected.front());
            const auto all = index.findAll(names[i]);
            VERIFY_OK(all);
            QVERIFY(*all == expected);
        }
    }

private Q_SLOTS:
    void behavesLikeAMap_data()
    {
        QTest::addColumn<uint32_t>("seed");
        for (uint32_t seed = 1; seed <= 8; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void behavesLikeAMap()
    {
        QFETCH(uint32_t, seed);
        constexpr uint64_t kNumbers = 3000;
        std::mt19937 random(seed);
        MemoryDisk disk;
        Live live;
        Reference reference;
        uint32_t container = 1;
        live.add(container);
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        for (int step = 0; step < 120; ++step) {
            switch (random() % 8) {
            case 0:
                VERIFY_OK((*index)->flush());
                break;
            case 1:
                live.remove(random() % container + 1);
                break;
            case 2:
                VERIFY_OK((*index)->flush());
                index->reset();
                index = ChunkIndex::open(disk, kFolder, live.function());
                VERIFY_OK(index);
                break;
            case 3:
                (*index)->completed(ContainerId{container});
                live.add(++container);
                break;
            default: {
                std::vector<IndexEntry> entries;
                for (auto count = random() % 400; count > 0; --count) {
                    entries.push_back(entryOf(random() % kNumbers, container));
                    reference[entries.back().name].push_back(entries.back().location);
                }
                (*index)->insert(entries);
            }
            }
        }
        verifyLikeReference(**index, reference, live, kNumbers + 500);
        // Few runs, whatever happened.
        VERIFY_OK((*index)->flush());
        const auto files = disk.files();
        QVERIFY(std::ranges::count_if(files, [](const QString &file) { return file.contains(u"/run-"); }) <= 6);
        QCOMPARE(std::ranges::count_if(files, [](const QString &file) { return file.contains(u"/manifest-"); }), 1);
    }

    void ofVersionRecordsThatInTheContainerBegunLastIsFound()
    {
        // However they come into the index: containers are inserted again after a crash, runs are merged.
        Live live;
        const std::array begun{3U, 1U, 4U, 2U}; // in this order
        for (const auto container : begun)
            live.add(container);
        const auto isBegunBefore = [&](ContainerId one, ContainerId other) {
            return std::ranges::find(begun, one.value) < std::ranges::find(begun, other.value);
        };
        const auto placeIn = [](uint32_t container) {
            return ObjectLocation{ContainerId{container}, {96, 0}, format::ObjectKind::Version};
        };
        for (std::vector<uint32_t> order{1, 2, 3, 4}; std::ranges::next_permutation(order).found;) {
            MemoryDisk disk;
            auto index = ChunkIndex::open(disk, kFolder, live.function(), isBegunBefore);
            VERIFY_OK(index);
            for (const auto container : order) {
                (*index)->insert(std::vector{IndexEntry{nameOf(1), placeIn(container)}});
                if (container % 2 == 0)
                    VERIFY_OK((*index)->flush());
            }
            QCOMPARE((*index)->find(nameOf(1))->value().container, ContainerId{2});
            const auto all = (*index)->findAll(nameOf(1));
            VERIFY_OK(all);
            QCOMPARE(*all, (std::vector{placeIn(2), placeIn(4), placeIn(1), placeIn(3)}));
        }
    }

    void aVersionRecordHidesNothingElse()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        live.add(2);
        const auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        const ObjectLocation chunk{ContainerId{1}, {96, 0}, format::ObjectKind::Chunk};
        const ObjectLocation record{ContainerId{2}, {96, 0}, format::ObjectKind::Version};
        for (const bool isFlushed : {false, true}) {
            (*index)->insert(std::vector{IndexEntry{nameOf(isFlushed), chunk}});
            if (isFlushed)
                VERIFY_OK((*index)->flush());
            (*index)->insert(std::vector{IndexEntry{nameOf(isFlushed), record}});
            QVERIFY((*index)->find(nameOf(isFlushed))->value() == chunk);
            QVERIFY(*(*index)->findAll(nameOf(isFlushed)) == (std::vector{chunk, record}));
        }
    }

    void aNameWithManyPlacesIsMergedLikeOthers()
    {
        // Not in the square of their number: that would take minutes.
        constexpr uint32_t kPlaces = 300'000;
        MemoryDisk disk;
        Live live;
        live.add(1);
        const auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        std::vector<IndexEntry> entries;
        for (uint32_t i = 0; i < kPlaces; ++i)
            entries.push_back({nameOf(1), {ContainerId{1}, {96 + i / 1000 * 5000, uint16_t(i % 1000)}}});
        (*index)->insert(entries);
        QElapsedTimer timer;
        timer.start();
        VERIFY_OK((*index)->flush());
        QCOMPARE((*index)->findAll(nameOf(1))->size(), size_t(kPlaces));
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed())));
    }

    void aContainerIsCoveredWhenAllOfItIsInRuns()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        live.add(2);
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        (*index)->insert(std::vector{entryOf(1, 1), entryOf(2, 2)});
        (*index)->completed(ContainerId{1});
        QVERIFY((*index)->coveredContainers().empty());
        VERIFY_OK((*index)->flush());
        QCOMPARE((*index)->coveredContainers(), std::vector{ContainerId{1}});
        (*index)->completed(ContainerId{2});
        VERIFY_OK((*index)->flush()); // nothing new but that
        index->reset();
        index = ChunkIndex::open(disk, kFolder, live.function());
        QCOMPARE((*index)->coveredContainers(), (std::vector{ContainerId{1}, ContainerId{2}}));
        QCOMPARE((*index)->entryCount(), 2u);
    }

    void mergingDropsWhatIsNotLive()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        live.add(2);
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        auto entries = entriesOf(0, 1000, 1);
        (*index)->insert(entries);
        VERIFY_OK((*index)->flush());
        const auto before = disk.usedBytes();
        QCOMPARE((*index)->entryCount(), 1000u);
        live.remove(1);
        QCOMPARE((*index)->entryCount(), 0u);
        entries = entriesOf(0, 600, 2);
        (*index)->insert(entries);
        VERIFY_OK((*index)->flush());
        QCOMPARE((*index)->entryCount(), 600u);
        QVERIFY(disk.usedBytes() < before);
    }

    void manyNamesWithOnePrefixAreFoundInAFewReads()
    {
        // A client may give the version records that it sends such names.
        MemoryDisk disk;
        Live live;
        live.add(1);
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        std::vector<IndexEntry> entries;
        for (uint32_t i = 0; i < 5000; ++i) {
            auto name = nameOf(0);
            std::memcpy(name.data() + 20, &i, sizeof i);
            entries.push_back({name, {ContainerId{1}, {i, 1}, format::ObjectKind::Version}});
        }
        (*index)->insert(entries);
        VERIFY_OK((*index)->flush());
        for (const auto &entry : entries) {
            const auto found = (*index)->find(entry.name);
            VERIFY_OK(found);
            QVERIFY(*found == entry.location);
        }
    }

    void twinsInSeveralPagesAreAllFound()
    {
        MemoryDisk disk;
        Live live;
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        std::vector<IndexEntry> entries;
        for (uint32_t i = 1; i <= 300; ++i) {
            live.add(i);
            entries.push_back({nameOf(1), {ContainerId{i}, {96, 0}, format::ObjectKind::Chunk}});
            entries.push_back(entryOf(i + 10, i));
        }
        (*index)->insert(entries);
        VERIFY_OK((*index)->flush());
        const auto all = (*index)->findAll(nameOf(1));
        VERIFY_OK(all);
        QCOMPARE(all->size(), 300u);
        QCOMPARE(all->front().container.value, 300u);
        QCOMPARE(all->back().container.value, 1u);
    }

    void noFlippedByteGivesAWrongAnswer()
    {
        // Two runs that are not merged, small enough that every byte can be tried.
        MemoryDisk disk;
        Live live;
        live.add(1);
        live.add(2);
        Reference reference;
        {
            auto index = ChunkIndex::open(disk, kFolder, live.function());
            VERIFY_OK(index);
            for (const auto &[container, first, count] : {std::tuple(1u, 0, 150), std::tuple(2u, 140, 30)}) {
                const auto entries = entriesOf(uint64_t(first), uint64_t(count), container);
                for (const auto &entry : entries)
                    reference[entry.name].push_back(entry.location);
                (*index)->insert(entries);
                (*index)->completed(ContainerId{container});
                VERIFY_OK((*index)->flush());
            }
        }
        std::map<QString, QByteArray> files;
        for (const auto &file : disk.files())
            files[file] = disk.content(file);
        QCOMPARE(files.size(), 3u);
        const auto names = namesOf(180);
        int dropped = 0;
        int damaged = 0;
        for (const auto &[path, content] : files) {
            for (qsizetype at = 0; at < content.size(); ++at) {
                for (const auto &[other, whole] : files)
                    disk.setContent(other, whole);
                disk.flip(path, at, uint8_t(1 << at % 8));
                auto index = ChunkIndex::open(disk, kFolder, live.function());
                VERIFY_OK(index);
                const auto covered = (*index)->coveredContainers();
                dropped += covered.size() < 2;
                bool isDamaged = false;
                for (uint64_t i = 0; i < 180; ++i) {
                    const auto all = (*index)->findAll(names[i]);
                    if (!all) {
                        QCOMPARE(all.error().kind(), ErrorKind::Damaged);
                        isDamaged = true;
                        continue;
                    }
                    const auto expected = livePlaces(reference, names[i], live);
                    for (const auto &place : expected) {
                        const bool isCovered = std::ranges::find(covered, place.container) != covered.end();
                        QVERIFY(!isCovered || std::ranges::find(*all, place) != all->end());
                    }
                    for (const auto &place : *all) {
                        QVERIFY(std::ranges::find(expected, place) != expected.end());
                    }
                }
                QVERIFY2(isDamaged || covered.size() < 2, qPrintable(QStringLiteral("%1 at %2").arg(path).arg(at)));
                damaged += isDamaged;
            }
        }
        QVERIFY(dropped > 100);
        QVERIFY(damaged > 4096);
    }

    void aDamagedRunIsReplacedByWhatTheOwnerInsertsAgain()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        auto entries = entriesOf(0, 300, 1);
        (*index)->insert(entries);
        (*index)->completed(ContainerId{1});
        VERIFY_OK((*index)->flush());
        for (const auto &file : disk.files()) {
            if (file.contains(u"/run-"))
                disk.flip(file, 5000);
        }
        QVERIFY((*index)->damagedContainers().empty()); // nobody has looked yet
        const auto names = namesOf(300);
        const auto found = (*index)->find(names);
        QVERIFY(!found);
        QCOMPARE(found.error().kind(), ErrorKind::Damaged);
        const auto containers = (*index)->damagedContainers();
        QCOMPARE(containers, std::vector{ContainerId{1}});
        // Not all were inserted: the run stays.
        VERIFY_OK((*index)->dropDamagedRuns({}));
        QCOMPARE((*index)->damagedContainers(), containers);
        (*index)->insert(entries);
        VERIFY_OK((*index)->find(names));
        VERIFY_OK((*index)->flush()); // must not merge with the damaged run
        VERIFY_OK((*index)->dropDamagedRuns(containers));
        (*index)->completed(ContainerId{1});
        VERIFY_OK((*index)->flush());
        VERIFY_OK((*index)->find(names));
        QVERIFY((*index)->damagedContainers().empty());
        QCOMPARE((*index)->coveredContainers(), containers);
        QCOMPARE((*index)->entryCount(), 300u);
    }

    void damageThatAMergeMeetsLosesNothingNew()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        live.add(2);
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        const auto old = entriesOf(0, 300, 1);
        const auto young = entriesOf(1000, 300, 2);
        (*index)->insert(old);
        (*index)->completed(ContainerId{1});
        VERIFY_OK((*index)->flush());
        for (const auto &file : disk.files()) {
            if (file.contains(u"/run-"))
                disk.flip(file, 5000);
        }
        (*index)->insert(young);
        (*index)->completed(ContainerId{2});
        const auto flushed = (*index)->flush();
        QVERIFY(!flushed);
        QCOMPARE(flushed.error().kind(), ErrorKind::Damaged);
        QCOMPARE((*index)->pendingCount(), 0u);
        for (const auto &entry : young) {
            const auto found = (*index)->find(entry.name);
            VERIFY_OK(found);
            QVERIFY(*found == entry.location);
        }
    }

    void aFullDiskKeepsEntriesInMemory()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        auto entries = entriesOf(0, 1000, 1);
        (*index)->insert(entries);
        (*index)->completed(ContainerId{1});
        disk.setCapacity(20'000);
        const auto flushed = (*index)->flush();
        QVERIFY(!flushed);
        QCOMPARE(flushed.error().kind(), ErrorKind::NoSpace);
        QCOMPARE((*index)->pendingCount(), 1000u);
        QVERIFY(disk.usedBytes() < 1000); // what was half written is gone
        for (const auto &entry : entries)
            QVERIFY((*index)->find(entry.name)->has_value());
        disk.setCapacity(-1);
        VERIFY_OK((*index)->flush());
        QCOMPARE((*index)->pendingCount(), 0u);
        QCOMPARE((*index)->coveredContainers(), std::vector{ContainerId{1}});
    }

    void aCrashAnywhereLosesNothingThatIsCovered_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("process death") << -1;
        QTest::newRow("power cut, names lost") << int(PowerCut::Lose);
        QTest::newRow("power cut, names kept") << int(PowerCut::KeepNames);
        QTest::newRow("power cut, torn") << int(PowerCut::Tear);
    }
    void aCrashAnywhereLosesNothingThatIsCovered()
    {
        QFETCH(int, how);
        Live live;
        for (uint32_t container = 1; container <= 8; ++container)
            live.add(container);
        const auto scenario = [&](MemoryDisk &disk) -> Status {
            auto index = TRY(ChunkIndex::open(disk, kFolder, live.function()));
            for (uint32_t container = 1; container <= 8; ++container) {
                index->insert(entriesOf(container * uint64_t(60), 100, container));
                index->completed(ContainerId{container});
                TRY(index->flush());
            }
            return {};
        };
        MemoryDisk whole;
        VERIFY_OK(scenario(whole));
        for (uint64_t stop = 1; stop <= whole.operationCount(); ++stop) {
            MemoryDisk disk;
            disk.stopAt(stop);
            QVERIFY(!scenario(disk) || disk.isStopped());
            if (how < 0)
                disk.processDeath();
            else
                disk.powerCut(PowerCut(how), uint32_t(stop));
            for (int again = 0; again < 2; ++again) {
                const auto index = ChunkIndex::open(disk, kFolder, live.function());
                VERIFY_OK(index);
                for (const auto container : (*index)->coveredContainers()) {
                    for (const auto &entry : entriesOf(container.value * uint64_t(60), 100, container.value)) {
                        const auto all = (*index)->findAll(entry.name);
                        VERIFY_OK(all);
                        QVERIFY(std::ranges::find(*all, entry.location) != all->end());
                    }
                }
                VERIFY_OK((*index)->flush());
            }
        }
    }

    void lookUpsGoOnBesideInsertsAndFlushes()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        const auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        constexpr uint64_t kCount = 6000;
        const auto names = namesOf(kCount);
        std::atomic<uint64_t> inserted = 0;
        std::atomic<bool> isWrong = false;
        std::thread writer([&] {
            for (uint64_t i = 0; i < kCount; ++i) {
                const auto entry = entryOf(i, 1);
                (*index)->insert(std::span(&entry, 1));
                inserted = i + 1;
            }
        });
        std::thread flusher([&] {
            while (inserted < kCount)
                isWrong = isWrong || !(*index)->flush();
        });
        std::vector<std::thread> readers;
        readers.reserve(2);
        for (uint32_t seed = 0; seed < 2; ++seed) {
            readers.emplace_back([&, seed] {
                std::mt19937 random(seed);
                while (inserted < kCount) {
                    const uint64_t known = inserted;
                    if (known == 0)
                        continue;
                    const auto found = (*index)->find(names[random() % known]);
                    if (!found || !*found)
                        isWrong = true;
                }
            });
        }
        writer.join();
        flusher.join();
        for (auto &reader : readers)
            reader.join();
        QVERIFY(!isWrong);
        VERIFY_OK((*index)->flush());
        QCOMPARE((*index)->entryCount(), kCount);
    }

    void itNeedsLessThanTwoBytesANameInRuns()
    {
        MemoryDisk disk;
        Live live;
        live.add(1);
        const auto index = ChunkIndex::open(disk, kFolder, live.function());
        VERIFY_OK(index);
        constexpr uint64_t kCount = 50'000;
        auto entries = entriesOf(0, kCount, 1);
        (*index)->insert(entries);
        VERIFY_OK((*index)->flush());
        // An empty table has a first allocation.
        QVERIFY((*index)->memoryUse() - 8_KiB < ByteCount(2 * kCount));
    }
};

QTEST_GUILESS_MAIN(TestChunkIndex)
#include "tst_chunk_index.moc"
