#include "console/human.h"

#include <QTest>

using namespace backspool;
using namespace backspool::console;
using namespace std::chrono_literals;

class TestHuman : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizesHaveThreeDigitsOrSo_data()
    {
        QTest::addColumn<qint64>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << QStringLiteral("0 B");
        QTest::newRow("below the first unit") << qint64(1023) << QStringLiteral("1023 B");
        QTest::newRow("the first unit") << qint64(1024) << QStringLiteral("1.0 KiB");
        QTest::newRow("no decimal over a hundred") << qint64(150 * 1024) << QStringLiteral("150 KiB");
        QTest::newRow("never 1000.0 of a unit") << qint64(1024 * 1024 - 1) << QStringLiteral("1.0 MiB");
        QTest::newRow("the most") << std::numeric_limits<qint64>::max() << QStringLiteral("8.0 EiB");
        QTest::newRow("less than nothing") << qint64(-2048) << QStringLiteral("-2.0 KiB");
    }
    void sizesHaveThreeDigitsOrSo()
    {
        QFETCH(qint64, bytes);
        QTEST(byteSize(bytes), "text");
    }

    void durationsHaveTwoUnits()
    {
        QCOMPARE(duration(400ms), QStringLiteral("0.4 s"));
        QCOMPARE(duration(12s), QStringLiteral("12 s"));
        QCOMPARE(duration(185s), QStringLiteral("3 min 05 s"));
        QCOMPARE(duration(3780s), QStringLiteral("1 h 03 min"));
        QCOMPARE(duration(52h), QStringLiteral("2 d 04 h"));
        QCOMPARE(duration(-5s), QStringLiteral("0.0 s"));
    }

    void digitsAreGrouped()
    {
        QCOMPARE(count(0), QStringLiteral("0"));
        QCOMPARE(count(999), QStringLiteral("999"));
        QCOMPARE(count(1'000), QStringLiteral("1,000"));
        QCOMPARE(count(UINT64_MAX), QStringLiteral("18,446,744,073,709,551,615"));
    }

    void ratesNeedTime()
    {
        QCOMPARE(byteRate(2048, 2s), QStringLiteral("1.0 KiB/s"));
        QVERIFY(byteRate(2048, 0s).isEmpty());
    }

    void timesInJsonAreUtc()
    {
        QCOMPARE(isoTime(WallTime(1'700'000'000'123ms)), QStringLiteral("2023-11-14T22:13:20.123Z"));
        QVERIFY(isoTime({}).isEmpty());
        QCOMPARE(localTime({}), QStringLiteral("never"));
    }

    void aNameCannotCommandTheTerminal_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("/home/u/a b") << QStringLiteral("/home/u/a b");
        QTest::newRow("UTF-8") << QByteArray("caf\xc3\xa9 \xf0\x9f\x98\x80")
                               << QString::fromUtf8("caf\xc3\xa9 \xf0\x9f\x98\x80");
        QTest::newRow("not UTF-8") << QByteArray("caf\xe9") << QStringLiteral("caf\\xe9");
        QTest::newRow("cut UTF-8") << QByteArray("caf\xc3") << QStringLiteral("caf\\xc3");
        QTest::newRow("newline") << QByteArray("a\nb") << QStringLiteral("a\\x0ab");
        QTest::newRow("escape") << QByteArray("\x1b[31m") << QStringLiteral("\\x1b[31m");
        QTest::newRow("C1 control") << QByteArray("\xc2\x9b") << QStringLiteral("\\xc2\\x9b");
        QTest::newRow("right-to-left override") << QByteArray("\xe2\x80\xae") << QStringLiteral("\\xe2\\x80\\xae");
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QStringLiteral("\\xc0\\xaf");
        QTest::newRow("a zero byte") << QByteArray("a\0b", 3) << QStringLiteral("a\\x00b");
    }
    void aNameCannotCommandTheTerminal()
    {
        QFETCH(QByteArray, path);
        QTEST(printablePath(path), "text");
    }

    void textsKeepTheirLines() { QCOMPARE(printableText(QStringLiteral("a\nb\x1b")), QStringLiteral("a\nb\\x1b")); }
};

QTEST_GUILESS_MAIN(TestHuman)
#include "tst_human.moc"
