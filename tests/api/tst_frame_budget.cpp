#include "api/frame_budget.h"

#include <QSignalSpy>
#include <QTest>

#include <optional>

using namespace backspool;
using namespace backspool::api;

class TestFrameBudget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aConnectionHasSomeFramesInWork()
    {
        FrameBudget budget;
        FrameBudget::Share share(budget);
        for (int i = 0; i < FrameBudget::kMostFrames; ++i) {
            QVERIFY(share.hasRoom());
            share.take(1);
        }
        QVERIFY(!share.hasRoom());
        share.giveBack(1);
        QVERIFY(share.hasRoom());
    }

    void aConnectionHasSomeBytesInWork()
    {
        FrameBudget budget;
        FrameBudget::Share share(budget);
        share.take(FrameBudget::kMostBytes);
        QVERIFY(!share.hasRoom());
    }

    void allTogetherAreBoundedButEachHasOne()
    {
        FrameBudget budget;
        FrameBudget::Share large1(budget), large2(budget), large3(budget), small(budget);
        for (auto *share : {&large1, &large2, &large3})
            share->take(FrameBudget::kMostBytesTogether / 3 + 1);
        QVERIFY(small.hasRoom());
        small.take(1);
        QVERIFY(!small.hasRoom());
        QSignalSpy made(&budget, &FrameBudget::roomMade);
        large1.giveBack(FrameBudget::kMostBytesTogether / 3 + 1);
        QCOMPARE(made.count(), 1);
        QVERIFY(small.hasRoom());
    }

    void whoGoesGivesBackWhatItHeld()
    {
        FrameBudget budget;
        std::optional<FrameBudget::Share> share(std::in_place, budget);
        share->take(100);
        QCOMPARE(budget.bytes(), 100);
        share.reset();
        QCOMPARE(budget.bytes(), 0);
    }
};

QTEST_GUILESS_MAIN(TestFrameBudget)
#include "tst_frame_budget.moc"
