#include "fault/memory_disk.h"
#include "redundancy/rfe_index.h"
#include "support/files.h"
#include "support/verify_ok.h"

#include <QElapsedTimer>
#include <QTest>

#include <thread>

using namespace backspool;
using namespace backspool::redundancy;

namespace {

const QString kFolder = QStringLiteral("/index/rfe");

RfeFile file(uint32_t number)
{
    RfeFile made;
    made.crc = number * 2'654'435'761U;
    made.client = {number % 3 + 1};
    made.size = number * 10;
    made.signature = ObjectName::fromBytes(test::randomBytes(number, ObjectName::kSize));
    return made;
}

std::vector<RfeFile> files(uint32_t first, uint32_t count)
{
    std::vector<RfeFile> made;
    for (uint32_t i = 0; i < count; ++i)
        made.push_back(file(first + i));
    return made;
}

QString onlyFile(const fault::MemoryDisk &disk)
{
    return disk.files().size() == 1 ? disk.files().front() : QString();
}

} // namespace

class TestRfeIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewIndexIsEmptyAndWantsTheTreesWalked();
    void findsWhatWasAddedByItsCrc();
    void keepsFilesOfOneCrcApartAndAddsNoneTwice();
    void whatWasSavedIsThereAfterAReopening();
    void manyRunsOfTheProgramLeaveFewFiles();
    void keepOnlyDropsRecordsOnTheDiskToo();
    void addsAfterKeepOnly();
    void aCutFileIsNeverTakenForWhole();
    void aFlippedByteIsFound();
    void aLostSegmentIsFound();
    void aRebuildReplacesADamagedFile();
    void stoppedAnywhereItKeepsWhatWasSavedOrSaysThatItDoesNot_data();
    void stoppedAnywhereItKeepsWhatWasSavedOrSaysThatItDoesNot();
    void aFullDiskIsToldAndHarmless();
    void readersAndAWriterGoSideBySide();
    void nobodyMakesAdditionsSlowByChoosingTheCrcs();
    void ofOneCrcSomeRecordsAreKept();
};

void TestRfeIndex::aNewIndexIsEmptyAndWantsTheTreesWalked()
{
    fault::MemoryDisk disk;
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    QVERIFY((*index)->needsRebuild());
    QCOMPARE((*index)->size(), 0U);
    QVERIFY(!(*index)->contains(0));
    VERIFY_OK((*index)->save());
    QVERIFY(!(*index)->needsRebuild());
    const auto again = RfeIndex::open(disk, kFolder);
    VERIFY_OK(again);
    QVERIFY(!(*again)->needsRebuild());
}

void TestRfeIndex::findsWhatWasAddedByItsCrc()
{
    fault::MemoryDisk disk;
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    (*index)->add(files(1, 20'000));
    QCOMPARE((*index)->size(), 20'000U);
    for (uint32_t i = 1; i <= 20'000; ++i)
        QVERIFY((*index)->contains(file(i).crc));
    QVERIFY(!(*index)->contains(file(20'001).crc));
    const std::vector<uint32_t> asked{file(5).crc, file(50'000).crc, file(7).crc};
    QCOMPARE((*index)->contains(asked), std::vector<bool>({true, false, true}));
}

void TestRfeIndex::keepsFilesOfOneCrcApartAndAddsNoneTwice()
{
    fault::MemoryDisk disk;
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    auto first = file(1);
    auto other = file(2);
    other.crc = first.crc;
    auto longer = first;
    longer.size += 1;
    (*index)->add(std::vector{first, other, longer, first});
    QCOMPARE((*index)->size(), 3U);
    // The first holder stays.
    auto later = first;
    later.client = {9};
    (*index)->add(std::vector{later});
    QCOMPARE((*index)->size(), 3U);
}

void TestRfeIndex::whatWasSavedIsThereAfterAReopening()
{
    fault::MemoryDisk disk;
    for (uint32_t run = 0; run < 3; ++run) {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        QCOMPARE((*index)->needsRebuild(), run == 0);
        QCOMPARE((*index)->size(), run * 70'000U);
        (*index)->add(files(run * 70'000, 30'000));
        VERIFY_OK((*index)->save());
        (*index)->add(files(run * 70'000 + 30'000, 40'000));
        VERIFY_OK((*index)->save());
    }
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    QVERIFY(!(*index)->needsRebuild());
    QCOMPARE((*index)->size(), 210'000U);
    for (uint32_t i = 0; i < 210'000; ++i)
        QVERIFY((*index)->contains(file(i).crc));
}

void TestRfeIndex::manyRunsOfTheProgramLeaveFewFiles()
{
    fault::MemoryDisk disk;
    for (uint32_t run = 0; run < 60; ++run) {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        QCOMPARE((*index)->size(), run);
        (*index)->add(files(run, 1));
        VERIFY_OK((*index)->save());
    }
    QVERIFY2(disk.files().size() < 20, qPrintable(QString::number(disk.files().size())));
}

void TestRfeIndex::keepOnlyDropsRecordsOnTheDiskToo()
{
    fault::MemoryDisk disk;
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        (*index)->add(files(0, 1000));
        std::vector<RfeFile> seen;
        (*index)->keepOnly([&](const RfeFile &kept) {
            seen.push_back(kept);
            return kept.size % 30 == 0;
        });
        QCOMPARE(seen.size(), 1000U);
        for (uint32_t i = 0; i < 1000; ++i) {
            QCOMPARE(seen[i].signature, file(i).signature);
            QCOMPARE(seen[i].client, file(i).client);
            QCOMPARE(seen[i].crc, file(i).crc);
        }
        QCOMPARE((*index)->size(), 334U);
    }
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    QVERIFY(!(*index)->needsRebuild());
    QCOMPARE((*index)->size(), 334U);
    for (uint32_t i = 0; i < 1000; ++i)
        QCOMPARE((*index)->contains(file(i).crc), i % 3 == 0);
}

void TestRfeIndex::addsAfterKeepOnly()
{
    fault::MemoryDisk disk;
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        (*index)->add(files(0, 100));
        VERIFY_OK((*index)->save());
        (*index)->keepOnly([](const RfeFile &kept) { return kept.size < 500; });
        (*index)->add(files(100, 50));
        VERIFY_OK((*index)->save());
        // What was dropped may come again.
        (*index)->add(files(90, 1));
        VERIFY_OK((*index)->save());
        (*index)->keepOnly([](const RfeFile &kept) { return kept.size != 10; });
    }
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    QVERIFY(!(*index)->needsRebuild());
    QCOMPARE((*index)->size(), 50U + 50U + 1U - 1U);
    QVERIFY((*index)->contains(file(90).crc));
    QVERIFY(!(*index)->contains(file(60).crc));
}

void TestRfeIndex::aCutFileIsNeverTakenForWhole()
{
    fault::MemoryDisk disk;
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        (*index)->add(files(0, 3));
        VERIFY_OK((*index)->save());
    }
    const auto path = onlyFile(disk);
    const auto whole = disk.content(path);
    for (qsizetype size = 0; size < whole.size(); ++size) {
        disk.setContent(path, whole.first(size));
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        // Cut where a batch ended it is shorter, not wrong: a save that never came.
        const bool isHeaderOnly = size == 32;
        QCOMPARE((*index)->needsRebuild(), !isHeaderOnly);
        QCOMPARE((*index)->size(), 0U);
    }
}

void TestRfeIndex::aFlippedByteIsFound()
{
    fault::MemoryDisk disk;
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        (*index)->add(files(0, 3));
        VERIFY_OK((*index)->save());
    }
    const auto path = onlyFile(disk);
    for (qsizetype at = 0; at < disk.content(path).size(); ++at) {
        disk.flip(path, at, 0x04);
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        QVERIFY2((*index)->needsRebuild(), qPrintable(QString::number(at)));
        QCOMPARE((*index)->size(), 0U);
        disk.flip(path, at, 0x04);
    }
}

void TestRfeIndex::aLostSegmentIsFound()
{
    for (size_t lost = 0; lost < 2; ++lost) {
        fault::MemoryDisk disk;
        for (uint32_t run = 0; run < 3; ++run) {
            const auto index = RfeIndex::open(disk, kFolder);
            VERIFY_OK(index);
            (*index)->add(files(run * 10, 10));
            VERIFY_OK((*index)->save());
        }
        QCOMPARE(disk.files().size(), 3U);
        disk.erase(disk.files()[lost]);
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        QVERIFY((*index)->needsRebuild());
    }
}

void TestRfeIndex::aRebuildReplacesADamagedFile()
{
    fault::MemoryDisk disk;
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        (*index)->add(files(0, 100));
        VERIFY_OK((*index)->save());
    }
    disk.flip(onlyFile(disk), 100);
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        QVERIFY((*index)->needsRebuild());
        // More than are kept in memory until save().
        (*index)->add(files(0, 150'000));
        QVERIFY((*index)->needsRebuild());
        VERIFY_OK((*index)->save());
        QVERIFY(!(*index)->needsRebuild());
    }
    QCOMPARE(disk.files().size(), 1U);
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    QVERIFY(!(*index)->needsRebuild());
    QCOMPARE((*index)->size(), 150'000U);
}

void TestRfeIndex::stoppedAnywhereItKeepsWhatWasSavedOrSaysThatItDoesNot_data()
{
    QTest::addColumn<int>("restart");
    QTest::newRow("the process dies") << -1;
    QTest::newRow("power cut, all lost") << int(fault::PowerCut::Lose);
    QTest::newRow("power cut, names stand") << int(fault::PowerCut::KeepNames);
    QTest::newRow("power cut, torn") << int(fault::PowerCut::Tear);
}

void TestRfeIndex::stoppedAnywhereItKeepsWhatWasSavedOrSaysThatItDoesNot()
{
    QFETCH(int, restart);
    // What each step has saved when it succeeds: the count of records from 0 on.
    const auto scenario = [](fault::MemoryDisk &disk) {
        uint32_t saved = 0;
        for (uint32_t run = 0; run < 3; ++run) {
            const auto index = RfeIndex::open(disk, kFolder);
            if (!index)
                return saved;
            for (uint32_t step = 0; step < 2; ++step) {
                (*index)->add(files(run * 20 + step * 10, 10));
                if (!(*index)->save())
                    return saved;
                saved = run * 20 + step * 10 + 10;
            }
            if (run == 1)
                (*index)->keepOnly([](const RfeFile &) { return true; });
        }
        return saved;
    };
    fault::MemoryDisk whole;
    QCOMPARE(scenario(whole), 60U);
    for (uint64_t stop = 1; stop <= whole.operationCount(); ++stop) {
        fault::MemoryDisk disk;
        disk.stopAt(stop);
        const auto saved = scenario(disk);
        if (restart < 0)
            disk.processDeath();
        else
            disk.powerCut(fault::PowerCut(restart), uint32_t(stop));
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        if (!(*index)->needsRebuild()) {
            for (uint32_t i = 0; i < saved; ++i)
                QVERIFY2((*index)->contains(file(i).crc),
                         qPrintable(QStringLiteral("stop %1: record %2 of %3").arg(stop).arg(i).arg(saved)));
        }
        // And it goes on from there.
        (*index)->add(files(0, 80));
        VERIFY_OK((*index)->save());
        QCOMPARE((*index)->size(), 80U);
        const auto again = RfeIndex::open(disk, kFolder);
        VERIFY_OK(again);
        QVERIFY(!(*again)->needsRebuild());
        QCOMPARE((*again)->size(), 80U);
    }
}

void TestRfeIndex::aFullDiskIsToldAndHarmless()
{
    fault::MemoryDisk disk;
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    (*index)->add(files(0, 10));
    VERIFY_OK((*index)->save());
    disk.setCapacity(disk.usedBytes() + 100);
    (*index)->add(files(10, 100));
    VERIFY_FAILS(ErrorKind::NoSpace, (*index)->save());
    QVERIFY((*index)->contains(file(50).crc));
    disk.setCapacity(-1);
    (*index)->add(files(200, 10));
    (void)(*index)->save();
    const auto again = RfeIndex::open(disk, kFolder);
    VERIFY_OK(again);
    QVERIFY((*again)->needsRebuild());
}

void TestRfeIndex::readersAndAWriterGoSideBySide()
{
    fault::MemoryDisk disk;
    const auto index = RfeIndex::open(disk, kFolder);
    VERIFY_OK(index);
    (*index)->add(files(0, 1000));
    std::atomic<bool> isDone = false;
    std::atomic<int> missed = 0;
    std::thread reader([&] {
        while (!isDone) {
            for (uint32_t i = 0; i < 1000; i += 2)
                missed += (*index)->contains(file(i).crc) ? 0 : 1;
        }
    });
    for (uint32_t round = 1; round < 20; ++round) {
        (*index)->add(files(round * 1000, 1000));
        VERIFY_OK((*index)->save());
        (*index)->keepOnly([](const RfeFile &kept) { return kept.size % 20 == 0 || kept.size >= 10'000; });
    }
    isDone = true;
    reader.join();
    QCOMPARE(missed.load(), 0);
}

void TestRfeIndex::nobodyMakesAdditionsSlowByChoosingTheCrcs()
{
    // All neighbours, each before the one that came before it.
    fault::MemoryDisk disk;
    constexpr uint32_t kCount = 300'000;
    std::vector<RfeFile> files;
    const auto signature = ObjectName::fromBytes(test::randomBytes(1, ObjectName::kSize));
    for (uint32_t i = 0; i < kCount; ++i)
        files.push_back({kCount - i, ClientId{1}, 10, signature});
    QElapsedTimer timer;
    timer.start();
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        (*index)->add(files);
        QCOMPARE((*index)->size(), uint64_t(kCount));
        VERIFY_OK((*index)->save());
    }
    const auto again = RfeIndex::open(disk, kFolder);
    VERIFY_OK(again);
    QCOMPARE((*again)->size(), uint64_t(kCount));
    QVERIFY((*again)->contains(1));
    // Quadratic it would be minutes.
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

void TestRfeIndex::ofOneCrcSomeRecordsAreKept()
{
    fault::MemoryDisk disk;
    std::vector<RfeFile> files;
    for (uint32_t i = 0; i < 1'000; ++i) {
        files.push_back(file(i));
        files.back().crc = 77;
    }
    {
        const auto index = RfeIndex::open(disk, kFolder);
        VERIFY_OK(index);
        (*index)->add(files);
        QCOMPARE((*index)->size(), 16U);
        VERIFY_OK((*index)->save());
        // The first ones go: then there is room for others.
        (*index)->keepOnly([&](const RfeFile &kept) { return kept.signature == files[3].signature; });
        QVERIFY((*index)->contains(77));
        QCOMPARE((*index)->size(), 1U);
        (*index)->add(files);
        QCOMPARE((*index)->size(), 16U);
        VERIFY_OK((*index)->save());
    }
    const auto again = RfeIndex::open(disk, kFolder);
    VERIFY_OK(again);
    QVERIFY(!(*again)->needsRebuild());
    QCOMPARE((*again)->size(), 16U);
}

QTEST_GUILESS_MAIN(TestRfeIndex)
#include "tst_rfe_index.moc"
