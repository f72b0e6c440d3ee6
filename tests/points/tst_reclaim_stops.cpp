#include "support/repository.h"
#include "support/verify_ok.h"

#include <QLoggingCategory>
#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

/// A reclaim stopped at every write, rename, removal and sync.
class TestReclaimStops : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Each stop is told, thousands of times.
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("backspool.*=false")); }
    void nothingThatAPointNeedsIsEverGone_data();
    void nothingThatAPointNeedsIsEverGone();

private:
    /// Two clients, some points, half of them forgotten.
    static Status prepare(Repository &repository, std::map<PointId, Files> &model);
    static void checkAll(Repository &repository, const std::map<PointId, Files> &model);
};

Status TestReclaimStops::prepare(Repository &repository, std::map<PointId, Files> &model)
{
    repository.options().settings.containerSize = 64_KiB;
    TRY(repository.open());
    const std::array clients{TRY(repository.addClient(QStringLiteral("desk"))),
                             TRY(repository.addClient(QStringLiteral("laptop")))};
    std::mt19937 random(1);
    auto files = randomFiles(random, 20);
    std::vector<PointId> forgotten;
    for (size_t i = 0; i < 6; ++i) {
        const auto point = TRY(repository.backUp(clients[i % 2], files));
        if (i % 2 == 0)
            forgotten.push_back(point);
        else
            model[point] = files;
        changeFiles(random, files);
    }
    TRY(repository.appliance().forgetPoints(forgotten));
    return repository.reopen();
}

void TestReclaimStops::checkAll(Repository &repository, const std::map<PointId, Files> &model)
{
    QCOMPARE(repository.appliance().catalogue().points(std::nullopt)->size(), model.size());
    for (const auto &[point, files] : model) {
        const auto read = repository.read(point);
        VERIFY_OK(read);
        QVERIFY(*read == files);
    }
}

void TestReclaimStops::nothingThatAPointNeedsIsEverGone_data()
{
    QTest::addColumn<int>("restart");
    QTest::newRow("the process dies") << -1;
    QTest::newRow("power cut, all lost") << int(fault::PowerCut::Lose);
    QTest::newRow("power cut, names stand") << int(fault::PowerCut::KeepNames);
    QTest::newRow("power cut, torn") << int(fault::PowerCut::Tear);
}

void TestReclaimStops::nothingThatAPointNeedsIsEverGone()
{
    QFETCH(int, restart);
    uint64_t operations = 0;
    ByteCount whole = 0;
    {
        Repository repository;
        std::map<PointId, Files> model;
        VERIFY_OK(prepare(repository, model));
        const auto before = repository.disk().operationCount();
        const auto report = repository.reclaim();
        VERIFY_OK(report);
        QVERIFY(report->containersRewritten > 1);
        operations = repository.disk().operationCount() - before;
        whole = repository.store().storedBytes();
        checkAll(repository, model);
    }
    QVERIFY(operations > 20);
    for (uint64_t stop = 1; stop <= operations; ++stop) {
        Repository repository;
        std::map<PointId, Files> model;
        VERIFY_OK(prepare(repository, model));
        repository.disk().stopAt(repository.disk().operationCount() + stop);
        const auto interrupted = repository.reclaim();
        repository.close();
        if (restart < 0)
            repository.disk().processDeath();
        else
            repository.disk().powerCut(fault::PowerCut(restart), uint32_t(stop));
        const QString context = QStringLiteral("stopped at %1 of %2").arg(stop).arg(operations);
        const auto opened = repository.open();
        QVERIFY2(opened, qPrintable(opened ? context : context + opened.error().text()));
        checkAll(repository, model);
        if (QTest::currentTestFailed())
            qFatal("stopped at %llu of %llu", static_cast<unsigned long long>(stop),
                   static_cast<unsigned long long>(operations));
        // Another one brings it to its end.
        const auto report = repository.reclaim();
        VERIFY_OK(report);
        checkAll(repository, model);
        QVERIFY2(double(repository.store().storedBytes()) < 1.1 * double(whole) + 4096,
                 qPrintable(QStringLiteral("stop %1: %2 bytes, %3 without")
                                .arg(stop)
                                .arg(repository.store().storedBytes())
                                .arg(whole)));
        if (stop % 5 == 0) {
            repository.loseCatalogue();
            VERIFY_OK(repository.rebuild());
            VERIFY_OK(repository.open());
            checkAll(repository, model);
        }
    }
}

QTEST_GUILESS_MAIN(TestReclaimStops)
#include "tst_reclaim_stops.moc"
