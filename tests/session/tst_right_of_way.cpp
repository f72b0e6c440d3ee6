#include "session/right_of_way.h"

#include <QTest>

using namespace backspool::engine;
using namespace std::chrono_literals;

class TestRightOfWay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyWaitsWhereNobodyHasIt()
    {
        RightOfWay way;
        way.take(); // and lets it go
        QVERIFY(way.wait(1h, [] { return true; }) == RightOfWay::Wait::Free);
    }

    void othersWaitUntilTheLastHasLetGo()
    {
        RightOfWay way;
        std::vector<RightOfWay::Hold> holds = {way.take(), way.take()};
        int looks = 0;
        const auto waited = way.wait(1h, [&] {
            // It looks whether it is wanted as long as it waits.
            if (++looks % 2 == 0)
                holds.pop_back();
            return false;
        });
        QVERIFY(waited == RightOfWay::Wait::Free);
        QCOMPARE(looks, 4);
    }

    void whoIsOfNoUseWaitsNoMore()
    {
        RightOfWay way;
        const auto hold = way.take();
        int looks = 0;
        QVERIFY(way.wait(1h, [&] { return ++looks == 2; }) == RightOfWay::Wait::Unwanted);
        QCOMPARE(looks, 2);
    }

    void whoWaitedForLongHasATurn()
    {
        RightOfWay way;
        const auto hold = way.take();
        int looks = 0;
        const auto look = [&] { return ++looks % 3 == 0; };
        GivingWay patient(way, {.patience = 1h, .turn = 1h});
        patient(look);
        QCOMPARE(looks, 3);
        patient(look); // it was unwanted, not impatient
        QCOMPARE(looks, 6);
        GivingWay impatient(way, {.patience = 0ms, .turn = 1h});
        impatient(look);
        looks = 0;
        impatient(look); // its turn
        QCOMPARE(looks, 0);
    }

    void aHoldMayOutliveIt()
    {
        auto way = std::make_unique<RightOfWay>();
        auto hold = way->take();
        way.reset();
        hold.reset();
    }
};

QTEST_GUILESS_MAIN(TestRightOfWay)
#include "tst_right_of_way.moc"
