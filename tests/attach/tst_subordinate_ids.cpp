#include "attach/subordinate_ids.h"

#include <QTest>

using namespace backspool::engine;

class SubordinateIdsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIdCountsAsItsRange_data()
    {
        QTest::addColumn<QByteArray>("subuid");
        QTest::addColumn<uint32_t>("uid");
        QTest::addColumn<uint32_t>("countedAs");
        const QByteArray usual = "ann:100000:65536\nbob:165536:65536\n";
        QTest::newRow("no ranges") << QByteArray() << 100'001U << 100'001U;
        QTest::newRow("a user") << usual << 1'000U << 1'000U;
        QTest::newRow("first of a range") << usual << 100'000U << 100'000U;
        QTest::newRow("last of a range") << usual << 165'535U << 100'000U;
        QTest::newRow("first of the next") << usual << 165'536U << 165'536U;
        QTest::newRow("behind all") << usual << 231'072U << 231'072U;
        QTest::newRow("lines that are none")
            << QByteArray("# ann\nann:x:5\nann:7\nann:-1:9\n" + usual) << 100'001U << 100'000U;
        QTest::newRow("to the last id") << QByteArray("ann:4294967290:4294967295") << 4'294'967'295U << 4'294'967'290U;
    }
    void anIdCountsAsItsRange()
    {
        QFETCH(const QByteArray, subuid);
        QFETCH(const uint32_t, uid);
        QTEST(ownerOfId(uid, subuid), "countedAs");
    }
};

QTEST_GUILESS_MAIN(SubordinateIdsTest)
#include "tst_subordinate_ids.moc"
