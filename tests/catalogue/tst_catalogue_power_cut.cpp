/// The power goes, or the process dies, at each write and sync in turn: what a method said it did is there afterwards,
/// and what it did not get to say is there whole or not at all.
#include "catalogue/engine_test.h"
#include "fault/memory_vfs.h"

#include <set>

using namespace backspool;
using namespace backspool::catalogue;
using fault::MemoryDisk;
using fault::MemoryVfs;
using fault::PowerCut;

class TestCataloguePowerCut : public QObject
{
    Q_OBJECT

    static constexpr int kSteps = 6;
    static constexpr uint64_t kPlacedSize = 777'777;

    static DatabaseOptions optionsOf(const MemoryVfs &vfs)
    {
        return {.name = vfs.databaseName(QStringLiteral("/data/catalogue.sqlite")),
                .connectOptions = MemoryVfs::connectOptions()};
    }

    /// The steps that were done before something failed. Each commits one point with two containers.
    static int runScenario(MemoryDisk &disk, const MemoryVfs &vfs)
    {
        if (!disk.makeFolder(QStringLiteral("/data")))
            return 0;
        const auto catalogue = Catalogue::open(optionsOf(vfs));
        if (!catalogue || !(*catalogue)->putClient({.id = {1}, .name = QStringLiteral("laptop")}))
            return 0;
        for (int step = 0; step < kSteps; ++step) {
            const auto lease = (*catalogue)->reserveLeaseId();
            const auto id = (*catalogue)->reservePointId();
            if (!lease || !id)
                return step;
            const auto bdf = (*catalogue)->addContainer(sampleContainer(uint8_t(2 * step), *lease, {1}));
            const auto dtf = (*catalogue)->addContainer(sampleContainer(uint8_t(2 * step + 1), *lease, {1}));
            if (!bdf || !dtf)
                return step;
            // What is durable with the next: the point, here.
            auto placed = sampleContainer(uint8_t(2 * step + 1), *lease, {1});
            placed.id = *dtf;
            placed.size = kPlacedSize;
            if (!(*catalogue)->updateContainer(placed, Durability::WithTheNext) ||
                !(*catalogue)->setLastSeen({1}, sampleTime(step)) || !(*catalogue)->addWireBytes({1, 2}) ||
                !(*catalogue)->commitPoint(samplePoint(*id, {1}, *dtf, *lease)))
                return step;
        }
        return kSteps;
    }

    static void verifySteps(const MemoryVfs &vfs, int done)
    {
        const auto catalogue = VALUE(Catalogue::open(optionsOf(vfs)));
        SUCCEEDS(catalogue->checkIntegrity());
        const auto points = VALUE(catalogue->points(std::nullopt));
        QVERIFY2(points.size() == size_t(done) || points.size() == size_t(done + 1),
                 qPrintable(QStringLiteral("%1 steps, %2 points").arg(done).arg(points.size())));
        // A point and the mark of its containers come together.
        std::set<LeaseId> committed;
        for (const auto &point : points)
            committed.insert(point.lease);
        std::set<ContainerId> placed;
        for (const auto &container : VALUE(catalogue->containers())) {
            QCOMPARE(container.committed, committed.contains(container.lease));
            if (container.size == kPlacedSize)
                placed.insert(container.id);
        }
        for (const auto &point : points)
            QVERIFY(placed.contains(point.dtf));
        QVERIFY(VALUE(catalogue->wireBytes()).in >= uint64_t(done));
        const auto next = VALUE(catalogue->reservePointId());
        QVERIFY(points.empty() || next > points.front().id);
        QVERIFY(next.value > uint64_t(done));
    }

private Q_SLOTS:
    void everyStop_data()
    {
        QTest::addColumn<int>("how");
        QTest::newRow("process death") << -1;
        QTest::newRow("power cut, all that was not synced is lost") << int(PowerCut::Lose);
        QTest::newRow("power cut, names are kept") << int(PowerCut::KeepNames);
        QTest::newRow("power cut, parts are kept") << int(PowerCut::Tear);
    }
    void everyStop()
    {
        QFETCH(int, how);
        uint64_t count = 0;
        {
            MemoryDisk disk;
            const MemoryVfs vfs(disk);
            QCOMPARE(runScenario(disk, vfs), kSteps);
            count = disk.operationCount();
            QVERIFY(count > 100);
        }
        for (uint64_t stop = 1; stop <= count + 1; ++stop) {
            MemoryDisk disk;
            const MemoryVfs vfs(disk);
            disk.stopAt(stop);
            const int done = runScenario(disk, vfs);
            if (how < 0)
                disk.processDeath();
            else
                disk.powerCut(PowerCut(how), uint32_t(stop));
            QVERIFY(disk.makeFolder(QStringLiteral("/data")));
            verifySteps(vfs, done);
            if (QTest::currentTestFailed()) {
                qWarning("stopped at operation %llu", qulonglong(stop));
                for (const auto &operation : disk.operations())
                    qWarning("  %s", qUtf8Printable(operation));
                return;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCataloguePowerCut)
#include "tst_catalogue_power_cut.moc"
