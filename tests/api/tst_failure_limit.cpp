#include "api/enrolment_desk.h"

#include <QTest>

using namespace backspool::api;

class TestFailureLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBurstThenOneInAWhile()
    {
        FailureLimit limit;
        auto now = FailureLimit::SteadyTime(std::chrono::hours(1));
        for (int i = 0; i < FailureLimit::kBurst; ++i) {
            QVERIFY(!limit.isReached(now));
            limit.count(now);
        }
        QVERIFY(limit.isReached(now));
        now += FailureLimit::kRefill;
        QVERIFY(!limit.isReached(now));
        limit.count(now);
        QVERIFY(limit.isReached(now));
        now += std::chrono::hours(1);
        for (int i = 0; i < FailureLimit::kBurst; ++i) {
            QVERIFY(!limit.isReached(now));
            limit.count(now);
        }
        QVERIFY(limit.isReached(now));
    }

    void timeThatStandsStillIsNoHarm()
    {
        FailureLimit limit;
        const FailureLimit::SteadyTime now;
        for (int i = 0; i < FailureLimit::kBurst; ++i)
            limit.count(now);
        QVERIFY(limit.isReached(now));
    }
};

QTEST_GUILESS_MAIN(TestFailureLimit)
#include "tst_failure_limit.moc"
