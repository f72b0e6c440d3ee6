#include "store/sample_store.h"

#include <QLoggingCategory>
#include <QTest>

#include <set>

using namespace backspool;
using namespace backspool::store;
using catalogue::Area;
using catalogue::ContainerState;
using fault::PowerCut;

namespace {

constexpr int kProcessDeath = -1;

/// What a scenario has been promised, and all that it has ever stored.
struct Promises
{
    std::map<ObjectName, QByteArray> contents;
    std::set<ObjectName> durable;

    void appended(const SampleBlock &sample)
    {
        for (size_t i = 0; i < sample.names.size(); ++i)
            contents[sample.names[i]] = sample.contents[i];
    }
    /// Names of version records are lost with an index that was not written.
    void synced(const SampleBlock &sample, bool withVersions)
    {
        for (size_t i = 0; i < sample.names.size(); ++i) {
            if (withVersions || sample.block.table[i].kind != format::ObjectKind::Version)
                durable.insert(sample.names[i]);
        }
    }
};

using Scenario = Status (*)(SampleStore &, Promises &);

/// Two sessions: one is published with its point, full containers before; one just ends.
Status backUp(SampleStore &s, Promises &promises)
{
    s.options.containerSize = 3_KiB;
    TRY(s.open());
    std::vector<SampleBlock> blocks;
    auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
    for (uint32_t i = 0; i < 6; ++i) {
        blocks.push_back(i % 3 == 2 ? treeBlock(i * 10, 3, true) : chunkBlock(i * 10, 4));
        promises.appended(blocks.back());
        TRY(session->append(blocks.back().block, blocks.back().names));
        if (i % 2 == 0)
            continue;
        TRY(session->sync());
        for (const auto &block : blocks)
            promises.synced(block, false);
    }
    TRY(session->publish(samplePoint()));
    for (const auto &block : blocks)
        promises.synced(block, true);

    session = s.store->beginSession(ClientId{8}, LeaseId{4}, Area::Delta);
    const auto block = chunkBlock(500, 3);
    promises.appended(block);
    TRY(session->append(block.block, block.names));
    TRY(session->sync());
    promises.synced(block, true);
    const auto unsynced = treeBlock(500, 3, true);
    promises.appended(unsynced);
    TRY(session->append(unsynced.block, unsynced.names));
    session.reset();
    s.close();
    return {};
}

/// What is still needed of two containers is copied into one, which takes their place.
Status replaceContainers(SampleStore &s, Promises &promises)
{
    TRY(s.open());
    const auto kept = chunkBlock(1, 3);
    const auto keptNodes = treeBlock(1, 3, true);
    const auto dropped = chunkBlock(50, 3);
    for (const auto *block : {&kept, &keptNodes, &dropped})
        promises.appended(*block);
    std::vector<ContainerId> old;
    {
        const auto session = s.store->beginSession(ClientId{7}, LeaseId{3}, Area::Full);
        for (const auto *block : {&kept, &dropped, &keptNodes})
            TRY(session->append(block->block, block->names));
        TRY(session->publish(std::nullopt));
        promises.synced(kept, true);
        promises.synced(keptNodes, true);
        old = session->containers();
    }
    const auto copier = s.store->beginSession(ClientId(), LeaseId(), Area::Full);
    TRY(copier->append(kept.block, kept.names));
    TRY(copier->append(keptNodes.block, keptNodes.names));
    TRY(copier->publish(std::nullopt));
    TRY(s.store->replace(copier->containers(), old, {}));
    return {};
}

void cut(SampleStore &s, int how, uint32_t seed)
{
    if (how == kProcessDeath)
        s.disk.processDeath();
    else
        s.disk.powerCut(PowerCut(how), seed);
}

} // namespace

class TestStoreCrash : public QObject
{
    Q_OBJECT

    /// After a crash: the store opens, and what holds holds.
    static void verifyHolds(SampleStore &s, const Promises &promises)
    {
        const auto opened = s.open();
        VERIFY_OK(opened);
        for (const auto &[name, content] : promises.contents) {
            const auto bytes = s.store->read(name);
            const auto location = s.store->find(name);
            VERIFY_OK(location);
            QCOMPARE(location->has_value(), bytes.has_value());
            if (bytes)
                QCOMPARE(*bytes, content);
            else
                QCOMPARE(bytes.error().kind(), ErrorKind::NotFound);
            QVERIFY2(bytes || !promises.durable.contains(name), "an object that was synced is lost");
        }
        verifyInOrder(s);
    }

    /// Files and rows belong together, and every container is whole.
    static void verifyInOrder(SampleStore &s)
    {
        const auto rows = s.catalogue->containers();
        VERIFY_OK(rows);
        std::set<QString> expected;
        for (const auto &row : *rows) {
            QCOMPARE(row.state, ContainerState::Published);
            const auto hex = QString::fromLatin1(format::toHex(row.uuid));
            const bool isDtf = row.kind == format::ContainerKind::Dtf;
            const auto file = hex.left(2) + u'/' + hex + (isDtf ? QStringLiteral(".dtf") : QStringLiteral(".bdf"));
            const auto area = row.area == Area::Full ? QStringLiteral("/full/") : QStringLiteral("/delta/");
            expected.insert(SampleStore::folder() + area + file);
            QCOMPARE(uint64_t(s.disk.content(SampleStore::folder() + area + file).size()), row.size);
            if (isDtf)
                expected.insert(SampleStore::folder() + QStringLiteral("/mirror/") + file);
            int damaged = 0;
            VERIFY_OK(s.store->verifyContainer(row.id, {}, [&](const format::IndexedObject &, const Error &error) {
                qWarning("%s", qPrintable(error.text()));
                ++damaged;
            }));
            QCOMPARE(damaged, 0);
        }
        std::set<QString> files;
        for (const auto &path : s.disk.files()) {
            if (path.startsWith(SampleStore::folder()))
                files.insert(path);
        }
        QCOMPARE(files, expected);
    }

private Q_SLOTS:
    void init() { QLoggingCategory::setFilterRules(QStringLiteral("backspool.*=false")); }

    void whatWasSyncedSurvivesACrashAnywhere_data()
    {
        QTest::addColumn<int>("how");
        QTest::addColumn<int>("scenario");
        for (const auto &[scenario, name] : {std::pair(0, "backup"), std::pair(1, "replacement")}) {
            QTest::addRow("%s, process death", name) << kProcessDeath << scenario;
            QTest::addRow("%s, power cut, names lost", name) << int(PowerCut::Lose) << scenario;
            QTest::addRow("%s, power cut, names kept", name) << int(PowerCut::KeepNames) << scenario;
            QTest::addRow("%s, power cut, torn", name) << int(PowerCut::Tear) << scenario;
        }
    }
    void whatWasSyncedSurvivesACrashAnywhere()
    {
        QFETCH(int, how);
        QFETCH(int, scenario);
        const Scenario run = scenario == 0 ? backUp : replaceContainers;
        uint64_t count = 0;
        {
            SampleStore whole;
            Promises promises;
            VERIFY_OK(run(whole, promises));
            count = whole.disk.operationCount();
            verifyHolds(whole, promises);
        }
        for (uint64_t stop = 1; stop <= count; ++stop) {
            SampleStore s;
            Promises promises;
            s.disk.stopAt(stop);
            const auto mayFail = run(s, promises);
            Q_UNUSED(mayFail);
            const auto operations = s.disk.operations();
            s.close();
            cut(s, how, uint32_t(stop));
            for (int again = 0; again < 2 && !QTest::currentTestFailed(); ++again)
                verifyHolds(s, promises);
            if (QTest::currentTestFailed()) {
                QFAIL(
                    qPrintable(QStringLiteral("stopped at %1 of %2: %3").arg(stop).arg(count).arg(operations.back())));
            }
        }
    }

    void aCrashWhileRecoveringLosesNothingEither_data()
    {
        QTest::addColumn<uint32_t>("seed");
        for (uint32_t seed = 0; seed < 12; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void aCrashWhileRecoveringLosesNothingEither()
    {
        QFETCH(uint32_t, seed);
        std::mt19937 random(seed);
        const Scenario run = seed % 4 == 3 ? replaceContainers : backUp;
        SampleStore whole;
        Promises all;
        VERIFY_OK(run(whole, all));
        const auto count = whole.disk.operationCount();
        for (int round = 0; round < 20; ++round) {
            SampleStore s;
            Promises promises;
            const auto stop = random() % count + 1;
            s.disk.stopAt(stop);
            const auto mayFail = run(s, promises);
            Q_UNUSED(mayFail);
            s.close();
            cut(s, int(random() % 4) - 1, random());
            for (int crash = 0; crash < 3; ++crash) {
                s.disk.stopAt(s.disk.operationCount() + 1 + random() % 60);
                const auto mayFail = s.open();
                Q_UNUSED(mayFail);
                s.close();
                cut(s, int(random() % 4) - 1, random());
            }
            verifyHolds(s, promises);
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(QStringLiteral("round %1, first stop at %2").arg(round).arg(stop)));
        }
    }
};

QTEST_GUILESS_MAIN(TestStoreCrash)
#include "tst_store_crash.moc"
