#include "difference/base_candidate.h"

#include <QTest>

using namespace backspool::engine;

class BaseCandidateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreAlikeByTheirBeginningAndEnd_data()
    {
        QTest::addColumn<QByteArray>("one");
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<qsizetype>("likeness");
        QTest::newRow("a date") << QByteArray("dump-2026-11-24.sql") << QByteArray("dump-2026-11-25.sql")
                                << qsizetype(18);
        QTest::newRow("a copy") << QByteArray("thesis.odt") << QByteArray("thesis (final).odt") << qsizetype(10);
        QTest::newRow("the same") << QByteArray("disk.img") << QByteArray("disk.img") << qsizetype(8);
        QTest::newRow("another extension") << QByteArray("thesis.odt") << QByteArray("thesis.pdf") << qsizetype(0);
        QTest::newRow("without one") << QByteArray("disk1") << QByteArray("disk2") << qsizetype(4);
        QTest::newRow("one without") << QByteArray("disk") << QByteArray("disk.img") << qsizetype(0);
        QTest::newRow("less than half") << QByteArray("abcdefgh.x") << QByteArray("a1234567.x") << qsizetype(0);
        QTest::newRow("counted once") << QByteArray("aaa") << QByteArray("aaaaaa") << qsizetype(3);
        QTest::newRow("hidden") << QByteArray(".bashrc") << QByteArray(".bash_profile") << qsizetype(0);
    }
    void namesAreAlikeByTheirBeginningAndEnd()
    {
        QFETCH(QByteArray, one);
        QFETCH(QByteArray, other);
        QTEST(nameLikeness(one, other), "likeness");
        QCOMPARE(nameLikeness(other, one), nameLikeness(one, other));
    }

    void sizesAreAlikeWithinAFactorOfTwo()
    {
        QVERIFY(areSizesAlike(100, 200));
        QVERIFY(areSizesAlike(200, 100));
        QVERIFY(!areSizesAlike(100, 202));
        QVERIFY(!areSizesAlike(0, 100));
        QVERIFY(!areSizesAlike(UINT64_MAX, 1));
    }

    void whatIsTriedInVainIsGivenUp()
    {
        CandidateTries tries;
        for (int i = 0; i < CandidateTries::kMostInVain; ++i) {
            QVERIFY(tries.isWorthTrying("IMG_1.jpg"));
            tries.tried("IMG_1.jpg", false);
        }
        QVERIFY(!tries.isWorthTrying("IMG_2.jpg"));
        QVERIFY(tries.isWorthTrying("dump.sql"));
        tries.tried("dump.sql", false);
        tries.tried("dump.sql", true);
        tries.tried("dump.sql", false);
        QVERIFY(tries.isWorthTrying("dump.sql"));
    }
};

QTEST_APPLESS_MAIN(BaseCandidateTest)
#include "tst_base_candidate.moc"
