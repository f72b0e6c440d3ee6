#include "policy/normalised_path.h"

#include <QTest>

using namespace backspool;
using namespace backspool::policy;

class TestNormalisedPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detoursAreRemoved_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("normalised");
        const auto row = [](const char *path, const char *normalised) {
            QTest::newRow(path) << QByteArray(path) << QByteArray(normalised);
        };
        row("/", "/");
        row("//", "/");
        row("///", "/");
        row("/.", "/");
        row("/..", "/");
        row("/../..", "/");
        row("/home", "/home");
        row("/home/", "/home");
        row("//home//u//", "/home/u");
        row("/home/./u/.", "/home/u");
        row("/home/u/..", "/home");
        row("/home/u/../v", "/home/v");
        row("/home/../../../etc", "/etc");
        row("/a/b/../../c/./d//", "/c/d");
        row("/...", "/...");
        row("/.a/..b/c.", "/.a/..b/c.");
        row("/ /\t", "/ /\t");
        row("/caf\xe9/\xff", "/caf\xe9/\xff");
    }
    void detoursAreRemoved()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, normalised);
        const auto result = normalisedPath(path);
        QVERIFY(result);
        QCOMPARE(*result, normalised);
        QCOMPARE(normalisedPath(*result).value(), normalised);
    }

    void whatIsNoAbsolutePathIsRefused_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("relative") << QByteArray("home/u");
        QTest::newRow("dot") << QByteArray("./home");
        QTest::newRow("parent") << QByteArray("../home");
        QTest::newRow("NUL") << QByteArray("/ho\0me", 6);
        QTest::newRow("NUL at the end") << QByteArray("/home\0", 6);
    }
    void whatIsNoAbsolutePathIsRefused()
    {
        QFETCH(QByteArray, path);
        const auto result = normalisedPath(path);
        QVERIFY(!result);
        QCOMPARE(result.error().kind(), ErrorKind::Invalid);
    }

    void aPathIsWithinItsFoldersOnly()
    {
        QVERIFY(isWithin("/home/u", "/home"));
        QVERIFY(isWithin("/home", "/home"));
        QVERIFY(isWithin("/home", "/"));
        QVERIFY(isWithin("/", "/"));
        QVERIFY(!isWithin("/homes", "/home"));
        QVERIFY(!isWithin("/home", "/home/u"));
        QVERIFY(!isWithin("/", "/home"));
    }
};

QTEST_APPLESS_MAIN(TestNormalisedPath)
#include "tst_normalised_path.moc"
