/// Parts of the command line that need no program: names, paths and entries as people read them.
#include "cli/entry_output.h"
#include "cli/pause_time.h"
#include "cli/point_path.h"
#include "cli/user_path.h"
#include "session/name_pattern.h"
#include "support/verify_ok.h"

#include <QDateTime>
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
        const auto made = engine::NamePattern::make(pattern);
        VERIFY_OK(made);
        QCOMPARE(made->matches(name), matches);
    }

    void patternsThatCannotBeAreRefused()
    {
        VERIFY_FAILS(ErrorKind::Invalid, engine::NamePattern::make(""));
        VERIFY_FAILS(ErrorKind::Invalid, engine::NamePattern::make("a/b"));
        VERIFY_FAILS(ErrorKind::Invalid, engine::NamePattern::make("[a"));
    }

    void pausesEndWhenTheUserSays_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("end"); // empty: not understood
        const auto row = [](const char *typed, const char *end) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(end);
        };
        row("1h", "2026-11-20T15:30:00");
        row("90min", "2026-11-20T16:00:00");
        row("90m", "2026-11-20T16:00:00");
        row("2d", "2026-11-22T14:30:00");
        row("20s", "2026-11-20T14:30:20");
        row("until 18:00", "2026-11-20T18:00:00");
        row("until 14:30", "2026-11-21T14:30:00");
        row("until 09:15:30", "2026-11-21T09:15:30");
        row("until 2026-12-01 08:00", "2026-12-01T08:00:00");
        row("until 2026-12-01T08:00:00", "2026-12-01T08:00:00");
        for (const char *wrong : {"0h", "soon", "1", "h", "-1h", "1h 30min", "until", "until soon", "until 25:00",
                                  "until 2026-11-19 08:00", "until 2036-11-19 08:00", "9999999d"})
            row(wrong, "");
    }
    void pausesEndWhenTheUserSays()
    {
        QFETCH(QString, typed);
        QFETCH(QString, end);
        const auto local = [](const QString &time) {
            return fromUnixSeconds(QDateTime::fromString(time, Qt::ISODate).toSecsSinceEpoch());
        };
        const auto now = local(QStringLiteral("2026-11-20T14:30:00"));
        const auto until = pauseEnd(typed.split(QLatin1Char(' ')), now);
        QCOMPARE(until.has_value(), !end.isEmpty());
        if (until)
            QCOMPARE(*until, std::optional(local(end)));
        QCOMPARE(*pauseEnd({}, now), std::optional<WallTime>());
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

    void aPathThatMayBeGoneHasSeveralMeanings()
    {
        QTemporaryDir folder;
        const QByteArray base = QDir(folder.path()).canonicalPath().toUtf8();
        QDir(folder.path()).mkpath(QStringLiteral("real"));
        ::symlink("real", (base + "/link").constData());
        using Paths = std::vector<QByteArray>;
        QCOMPARE(*meaningsOf(base + "/link/gone/file"), (Paths{base + "/link/gone/file", base + "/real/gone/file"}));
        QCOMPARE(*meaningsOf(base + "/link"), (Paths{base + "/link", base + "/real"}));
        QCOMPARE(*meaningsOf(base + "/real/./x/../"), (Paths{base + "/real"}));
        QCOMPARE(*meaningsOf("/"), (Paths{"/"}));
        QCOMPARE(*meaningsOf("/never/was/there/"), (Paths{"/never/was/there"}));
        VERIFY_FAILS(ErrorKind::Invalid, meaningsOf(""));
    }

    /// On disk, today: "current" leads to releases/2, "home" to data/home, "Documents" to data/docs.
    void thePointDecidesWhereAPathLeads_data()
    {
        QTest::addColumn<QByteArray>("typed");
        QTest::addColumn<QByteArrayList>("inPoint"); // "PATH" or "PATH -> TARGET"
        QTest::addColumn<QByteArray>("meant");
        const QByteArrayList releases = {"/current -> releases/1", "/releases",   "/releases/1",
                                         "/releases/1/f",          "/releases/2", "/releases/2/f"};
        QTest::newRow("the link of then, not of today")
            << QByteArray("/current/f") << releases << QByteArray("/releases/1/f");
        QTest::newRow("the link itself") << QByteArray("/current") << releases << QByteArray("/current");
        QTest::newRow("the link of then leads to nothing")
            << QByteArray("/current/g") << releases << QByteArray("/releases/1/g");
        QTest::newRow("a link of then that is absolute")
            << QByteArray("/a/f") << QByteArrayList{"/a -> BASE/b", "/b -> c", "/c", "/c/f"} << QByteArray("/c/f");
        QTest::newRow("links of then in a circle")
            << QByteArray("/a/f") << QByteArrayList{"/a -> b", "/b -> a"} << QByteArray("/a/f");
        QTest::newRow("a folder then, a link today")
            << QByteArray("/home/me") << QByteArrayList{"/home", "/home/me"} << QByteArray("/home/me");
        QTest::newRow("a link today that the point knows as its folder")
            << QByteArray("/home/me") << QByteArrayList{"/data", "/data/home", "/data/home/me"}
            << QByteArray("/data/home/me");
        QTest::newRow("a link to what was backed up")
            << QByteArray("/Documents") << QByteArrayList{"/data", "/data/docs"} << QByteArray("/data/docs");
        QTest::newRow("nowhere") << QByteArray("/nowhere") << QByteArrayList{"/data"} << QByteArray("/nowhere");
    }
    void thePointDecidesWhereAPathLeads()
    {
        QFETCH(QByteArray, typed);
        QFETCH(QByteArrayList, inPoint);
        QFETCH(QByteArray, meant);
        QTemporaryDir folder;
        const QByteArray base = QDir(folder.path()).canonicalPath().toUtf8();
        for (const char *path : {"releases/1", "releases/2", "data/home/me", "data/docs"})
            QDir(folder.path()).mkpath(QString::fromLatin1(path));
        ::symlink("releases/2", (base + "/current").constData());
        ::symlink("data/home", (base + "/home").constData());
        ::symlink("data/docs", (base + "/Documents").constData());

        std::map<QByteArray, format::DirectoryEntry> entries;
        for (qsizetype end = base.indexOf('/', 1); end > 0; end = base.indexOf('/', end + 1))
            entries[base.first(end)].type = format::FileType::Directory;
        entries[base].type = format::FileType::Directory;
        for (QByteArray path : inPoint) {
            path.replace("BASE", base);
            const auto arrow = path.indexOf(" -> ");
            auto &entry = entries[base + path.first(arrow < 0 ? path.size() : arrow)];
            entry.type = arrow < 0 ? format::FileType::Directory : format::FileType::SymbolicLink;
            entry.target = arrow < 0 ? QByteArray() : path.sliced(arrow + 4);
        }
        const auto lookUp = [&](const QByteArray &path) -> Result<std::optional<format::DirectoryEntry>> {
            const auto found = entries.find(path);
            return found == entries.end() ? std::nullopt : std::optional(found->second);
        };
        const auto chosen = choosePath(base + typed, lookUp);
        VERIFY_OK(chosen);
        QCOMPARE(*chosen, base + meant);
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
