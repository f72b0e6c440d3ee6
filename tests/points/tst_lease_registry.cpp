#include "points/lease_registry.h"
#include "support/verify_ok.h"

#include <QTest>

#include <thread>

using namespace backspool;
using namespace backspool::points;
using namespace std::chrono_literals;

class TestLeaseRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aClientHasOneBackupAtATime();
    void waitsForOlderLeasesOnly();
    void waitingEndsOnRequest();
    void whatWasWaitedForDoesNotBeginAnyMore();
};

void TestLeaseRegistry::aClientHasOneBackupAtATime()
{
    LeaseRegistry leases;
    VERIFY_OK(leases.begin({.id = LeaseId{1}, .client = ClientId{1}}));
    VERIFY_OK(leases.begin({.id = LeaseId{2}, .client = ClientId{2}}));
    VERIFY_FAILS(ErrorKind::Busy, leases.begin({.id = LeaseId{3}, .client = ClientId{1}}));
    QCOMPARE(leases.active().size(), 2U);
    leases.end(LeaseId{1});
    QVERIFY(!leases.isActive(LeaseId{1}));
    VERIFY_OK(leases.begin({.id = LeaseId{3}, .client = ClientId{1}}));
    leases.end(LeaseId{77});
    QCOMPARE(leases.active().size(), 2U);
}

void TestLeaseRegistry::waitsForOlderLeasesOnly()
{
    LeaseRegistry leases;
    const CancelToken cancel;
    VERIFY_OK(leases.waitForOlder(LeaseId{3}, cancel));
    VERIFY_OK(leases.begin({.id = LeaseId{5}, .client = ClientId{1}}));
    VERIFY_OK(leases.begin({.id = LeaseId{6}, .client = ClientId{2}}));
    VERIFY_OK(leases.waitForOlder(LeaseId{4}, cancel));
    std::atomic<bool> isOver = false;
    std::thread waiting([&] { isOver = leases.waitForOlder(LeaseId{5}, cancel).has_value(); });
    std::this_thread::sleep_for(50ms);
    QVERIFY(!isOver);
    leases.end(LeaseId{5});
    waiting.join();
    QVERIFY(isOver);
    QVERIFY(leases.isActive(LeaseId{6}));
}

void TestLeaseRegistry::waitingEndsOnRequest()
{
    LeaseRegistry leases;
    CancelToken cancel;
    VERIFY_OK(leases.begin({.id = LeaseId{5}, .client = ClientId{1}}));
    std::thread stopping([&] {
        std::this_thread::sleep_for(20ms);
        cancel.cancel();
    });
    VERIFY_FAILS(ErrorKind::Cancelled, leases.waitForOlder(LeaseId{5}, cancel));
    stopping.join();
}

void TestLeaseRegistry::whatWasWaitedForDoesNotBeginAnyMore()
{
    // Number 10 was given, and its lease is held up; 11 comes and goes.
    LeaseRegistry leases;
    const CancelToken cancel;
    VERIFY_OK(leases.begin({.id = LeaseId{11}, .client = ClientId{2}}));
    leases.end(LeaseId{11});
    VERIFY_OK(leases.waitForOlder(LeaseId{11}, cancel));
    VERIFY_FAILS(ErrorKind::Exists, leases.begin({.id = LeaseId{10}, .client = ClientId{1}}));
    VERIFY_FAILS(ErrorKind::Exists, leases.begin({.id = LeaseId{11}, .client = ClientId{1}}));
    VERIFY_OK(leases.begin({.id = LeaseId{12}, .client = ClientId{1}}));
    // An older wait takes nothing back.
    VERIFY_OK(leases.waitForOlder(LeaseId{5}, cancel));
    VERIFY_FAILS(ErrorKind::Exists, leases.begin({.id = LeaseId{10}, .client = ClientId{3}}));
}

QTEST_GUILESS_MAIN(TestLeaseRegistry)
#include "tst_lease_registry.moc"
