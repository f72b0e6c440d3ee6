/// Parts of the command line that need no program: names, paths and entries as people read them.
#include "cli/entry_output.h"
#include "cli/name_pattern.h"
#include "cli/user_path.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QTemporaryDir>

#include <unistd.h>

using namespace backspool;
using namespace backspool::cli;

class TestCommandParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patternsFindNames_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("matches");
        QTest::newRow("part") << QByteArray("ette") << QByteArray("letter.odt") << true;
        QTest::newRow("not a part") << QByteArray("xette") << QByteArray("letter.odt") << false;
        QTest::newRow("case does not matter") << QByteArray("letter") << QByteArray("LETTER.odt") << true;
        QTest::newRow("but where it is asked for") << QByteArray("Letter") << QByteArray("letter.odt") << false;
        QTest::newRow("whole name") << QByteArray("*.odt") << QByteArray("letter.ODT") << true;
        QTest::newRow("not only its start") << QByteArray("*.odt") << QByteArray("letter.odt.old") << false;
        QTest::newRow("umlauts") << QByteArray("\xc3\xa4rger") << QByteArray("\xc3\x84RGER.txt") << true;
        QTest::newRow("not UTF-8") << QByteArray("\xff") << QByteArray("a\xff") << true;
        QTest::newRow("set") << QByteArray("file[0-9]") << QByteArray("file7") << true;
    }
    void patternsFindNames()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, name);
        QFETCH(bool, matches);
        const auto made = NamePattern::make(pattern);
        VERIFY_OK(made);
        QCOMPARE(made->matches(name), matches);
    }

    void patternsThatCannotBeAreRefused()
    {
        VERIFY_FAILS(ErrorKind::Invalid, NamePattern::make(""));
        VERIFY_FAILS(ErrorKind::Invalid, NamePattern::make("a/b"));
        VERIFY_FAILS(ErrorKind::Invalid, NamePattern::make("[a"));
    }

    void pathsToProtectAreReal()
    {
        QTemporaryDir folder;
        const QByteArray base = QDir(folder.path()).canonicalPath().toUtf8();
        QDir(folder.path()).mkpath(QStringLiteral("real/sub"));
        ::symlink("real", (base + "/link").constData());
        ::symlink("real/sub", (base + "/real/inner").constData());
        ::symlink("nowhere", (base + "/dangling").constData());
        QCOMPARE(pathToProtect(base + "/real")->path, base + "/real");
        QCOMPARE(pathToProtect(base + "/real/./sub/")->path, base + "/real/sub");
        QCOMPARE(pathToProtect(base + "/link/sub")->path, base + "/real/sub");
        QCOMPARE(pathToProtect(base + "/link/sub/..")->path, base + "/real");
        QVERIFY(!pathToProtect(base + "/link/sub")->wasLink);
        QCOMPARE(pathToProtect(base + "/link")->path, base + "/real");
        QVERIFY(pathToProtect(base + "/link")->wasLink);
        QCOMPARE(pathToProtect(base + "/dangling")->path, base + "/dangling");
        QCOMPARE(pathToProtect("/")->path, "/");
        VERIFY_FAILS(ErrorKind::NotFound, pathToProtect(base + "/not there"));
        VERIFY_FAILS(ErrorKind::Invalid, pathToProtect(""));
    }

    void pathsInPointsNeedNotExist()
    {
        QTemporaryDir folder;
        const QByteArray base = QDir(folder.path()).canonicalPath().toUtf8();
        QDir(folder.path()).mkpath(QStringLiteral("real"));
        ::symlink("real", (base + "/link").constData());
        QCOMPARE(*pathInPoint(base + "/link/gone/file"), base + "/real/gone/file");
        QCOMPARE(*pathInPoint(base + "/link"), base + "/link"); // it may be the link that is wanted
        QCOMPARE(*pathInPoint("/"), "/");
        QCOMPARE(*pathInPoint("/never/was/there/"), "/never/was/there");
    }

    void modesAreShownAsLsDoes_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("text");
        QTest::newRow("file") << 1 << 0644 << QStringLiteral("-rw-r--r--");
        QTest::newRow("folder") << 2 << 01777 << QStringLiteral("drwxrwxrwt");
        QTest::newRow("set-ids") << 1 << 06755 << QStringLiteral("-rwsr-sr-x");
        QTest::newRow("set-ids that have no effect") << 1 << 07644 << QStringLiteral("-rwSr-Sr-T");
        QTest::newRow("link") << 3 << 0777 << QStringLiteral("lrwxrwxrwx");
        QTest::newRow("fifo") << 4 << 0600 << QStringLiteral("prw-------");
        QTest::newRow("socket") << 5 << 0 << QStringLiteral("s---------");
        QTest::newRow("character device") << 6 << 0666 << QStringLiteral("crw-rw-rw-");
        QTest::newRow("block device") << 7 << 0660 << QStringLiteral("brw-rw----");
    }
    void modesAreShownAsLsDoes()
    {
        QFETCH(int, type);
        QFETCH(int, mode);
        QFETCH(QString, text);
        format::DirectoryEntry entry;
        entry.type = format::FileType(type);
        entry.mode = uint32_t(mode);
        QCOMPARE(modeText(entry), text);
    }

    void timesBefore1970AreTold()
    {
        QCOMPARE(isoFileTime({-1, 999'999'999}), QStringLiteral("1969-12-31T23:59:59.999999999Z"));
        QCOMPARE(isoFileTime({1'700'000'000, 1}), QStringLiteral("2023-11-14T22:13:20.000000001Z"));
    }
};

QTEST_GUILESS_MAIN(TestCommandParts)
#include "tst_command_parts.moc"
