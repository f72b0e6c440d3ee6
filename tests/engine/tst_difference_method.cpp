#include "difference/difference_method.h"

#include <QTest>

using namespace backspool::engine;

class DifferenceMethodTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSeedsRule_data()
    {
        QTest::addColumn<uint64_t>("size");
        QTest::addColumn<std::optional<ChangedRegions>>("regions");
        QTest::addColumn<DifferenceMethod>("method");
        const auto one = [](uint64_t changed) { return std::optional(ChangedRegions{{10, changed}}); };
        const auto sliding = DifferenceMethod::SlidingFingerprints;
        const auto regions = DifferenceMethod::Regions;
        QTest::newRow("no log") << uint64_t(1'000'000) << std::optional<ChangedRegions>() << sliding;
        QTest::newRow("nothing written") << uint64_t(1'000'000) << std::optional(ChangedRegions()) << regions;
        QTest::newRow("5 %") << uint64_t(1'000'000) << one(50'000) << regions;
        QTest::newRow("more than 5 %, little") << uint64_t(1'000'000) << one(50'001) << sliding;
        QTest::newRow("in several regions")
            << uint64_t(1'000'000) << std::optional(ChangedRegions{{0, 25'001}, {30'000, 25'000}}) << sliding;
        QTest::newRow("all of it, just under 2 MB") << uint64_t(1'999'999) << one(1'999'999) << sliding;
        QTest::newRow("all of it, 2 MB") << uint64_t(2'000'000) << one(2'000'000) << regions;
        QTest::newRow("much of a large one") << uint64_t(1'000'000'000) << one(900'000'000) << regions;
        QTest::newRow("little of a large one") << uint64_t(1'000'000'000) << one(4'096) << regions;
    }
    void theSeedsRule()
    {
        QFETCH(uint64_t, size);
        QFETCH(std::optional<ChangedRegions>, regions);
        QTEST(chooseMethod(size, regions), "method");
    }

    void thePolicyMayMoveTheBounds()
    {
        const std::optional regions(ChangedRegions{{0, 80'000}});
        QCOMPARE(chooseMethod(1'000'000, regions, {.share = 0.1}), DifferenceMethod::Regions);
        QCOMPARE(chooseMethod(1'000'000, regions, {.most = 80'000}), DifferenceMethod::Regions);
        QCOMPARE(chooseMethod(1'000'000, regions, {.share = 0.01}), DifferenceMethod::SlidingFingerprints);
    }

    void aCursorSaysWhatIsTouched()
    {
        const ChangedRegions regions{{100, 10}, {200, 1}, {300, 100}};
        RegionCursor cursor(regions);
        QVERIFY(!cursor.touches(0, 100));
        QVERIFY(cursor.touches(100, 100));
        QVERIFY(!cursor.touches(110, 90));
        QVERIFY(cursor.touches(150, 100));
        QVERIFY(cursor.touches(200, 1));
        QVERIFY(!cursor.touches(201, 99));
        QVERIFY(cursor.touches(201, 100));
        QVERIFY(cursor.touches(399, 5));
        QVERIFY(!cursor.touches(400, 1'000'000));
    }
};

QTEST_APPLESS_MAIN(DifferenceMethodTest)
#include "tst_difference_method.moc"
