#include "session/right_of_way.h"

#include <QTest>

using namespace backspool::engine;

class TestRightOfWay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyWaitsWhereNobodyHasIt()
    {
        RightOfWay way;
        way.take(); // and lets it go
        way.giveWay([] {
            qFatal("it waits");
            return true;
        });
    }

    void othersWaitUntilTheLastHasLetGo()
    {
        RightOfWay way;
        std::vector<RightOfWay::Hold> holds = {way.take(), way.take()};
        int looks = 0;
        way.giveWay([&] {
            // It looks whether it is wanted as long as it waits.
            if (++looks % 2 == 0)
                holds.pop_back();
            return false;
        });
        QCOMPARE(looks, 4);
    }

    void whoIsOfNoUseWaitsNoMore()
    {
        RightOfWay way;
        const auto hold = way.take();
        int looks = 0;
        way.giveWay([&] { return ++looks == 2; });
        QCOMPARE(looks, 2);
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
