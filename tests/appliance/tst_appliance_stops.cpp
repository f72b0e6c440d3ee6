#include "support/repository.h"
#include "support/verify_ok.h"

#include <QLoggingCategory>
#include <QTest>

using namespace backspool;
using namespace backspool::test;

/// The first start and the changes of clients and points, stopped at every write.
class TestApplianceStops : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Each stop is told, thousands of times.
    void initTestCase() { QLoggingCategory::setFilterRules(QStringLiteral("backspool.*=false")); }
    void whatWasPromisedHolds_data();
    void whatWasPromisedHolds();

private:
    /// What has returned with success.
    struct Promised
    {
        bool isMade = false;
        bool isAdded = false;
        bool isEnrolled = false;
        PointId first;
        PointId second;
        bool isForgotten = false;
        bool isRevoked = false;
    };
    static Promised run(Repository &repository);
};

TestApplianceStops::Promised TestApplianceStops::run(Repository &repository)
{
    Promised promised;
    if (!repository.open())
        return promised;
    promised.isMade = true;
    const auto client = repository.addClient(QStringLiteral("desk"));
    if (!client)
        return promised;
    promised.isAdded = true;
    if (!repository.appliance().setCertificate(*client, "certificate"))
        return promised;
    promised.isEnrolled = true;
    const auto first = repository.backUp(*client, {{"a", "1"}});
    if (!first)
        return promised;
    promised.first = *first;
    const auto second = repository.backUp(*client, {{"a", "2"}});
    if (!second)
        return promised;
    promised.second = *second;
    promised.isForgotten = repository.appliance().forgetPoints({*first}).has_value();
    if (promised.isForgotten)
        promised.isRevoked = repository.appliance().revokeClient(QStringLiteral("desk")).has_value();
    return promised;
}

void TestApplianceStops::whatWasPromisedHolds_data()
{
    QTest::addColumn<int>("restart");
    QTest::newRow("the process dies") << -1;
    QTest::newRow("power cut, all lost") << int(fault::PowerCut::Lose);
    QTest::newRow("power cut, names stand") << int(fault::PowerCut::KeepNames);
    QTest::newRow("power cut, torn") << int(fault::PowerCut::Tear);
}

void TestApplianceStops::whatWasPromisedHolds()
{
    QFETCH(int, restart);
    uint64_t operations = 0;
    {
        Repository repository;
        QVERIFY(run(repository).isRevoked);
        repository.close();
        operations = repository.disk().operationCount();
    }
    for (uint64_t stop = 1; stop <= operations; ++stop) {
        Repository repository;
        repository.disk().stopAt(stop);
        const auto promised = run(repository);
        repository.close();
        if (restart < 0)
            repository.disk().processDeath();
        else
            repository.disk().powerCut(fault::PowerCut(restart), uint32_t(stop));
        const auto opened = repository.open();
        QVERIFY2(opened,
                 qPrintable(QStringLiteral("stop %1: %2").arg(stop).arg(opened ? QString() : opened.error().text())));
        const auto name = qPrintable(QStringLiteral("stop %1 of %2").arg(stop).arg(operations));
        auto &catalogue = repository.appliance().catalogue();
        const auto client = catalogue.clientByName(QStringLiteral("desk"));
        VERIFY_OK(client);
        if (promised.isAdded)
            QVERIFY2(client->has_value(), name);
        if (promised.isEnrolled)
            QCOMPARE((*client)->certificate, trust::certificateFingerprint("certificate"));
        if (promised.isRevoked)
            QVERIFY2((*client)->revoked, name);
        if (promised.first && promised.isForgotten)
            QVERIFY2(!catalogue.point(promised.first)->has_value(), name);
        const auto rows = catalogue.points(std::nullopt);
        VERIFY_OK(rows);
        for (const auto &row : *rows) {
            const auto read = repository.read(row.id);
            QVERIFY2(read.has_value(), name);
        }
        if (promised.second)
            QVERIFY2(catalogue.point(promised.second)->has_value(), name);
        // State object and catalogue agree, and a rebuild says the same.
        const auto points = rows->size();
        if (stop % 3 == 0 && !repository.store().containers().empty()) {
            repository.loseCatalogue();
            const auto report = repository.rebuild();
            VERIFY_OK(report);
            QCOMPARE(report->points, points);
            VERIFY_OK(repository.open());
        }
        if (!promised.isAdded && !client->has_value())
            VERIFY_OK(repository.addClient(QStringLiteral("desk")));
    }
}

QTEST_GUILESS_MAIN(TestApplianceStops)
#include "tst_appliance_stops.moc"
