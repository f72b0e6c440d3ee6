#include "restore/restore_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestRestoreConflicts : public QObject
{
    Q_OBJECT

private:
    /// A point with @p made at its own place, beneath @p folder.
    static PointId pointInPlace(RestoreFixture &fixture, const QByteArray &folder, MadeEntry made)
    {
        auto components = folder.split('/');
        while (components.size() > 1) {
            made = fixture.maker.folder(components.takeLast(), {made});
            made.entry.flags |= format::DirectoryEntry::Partial;
        }
        return fixture.maker.point({made});
    }

    static PointId makePoint(RestoreFixture &fixture)
    {
        auto &maker = fixture.maker;
        return maker.point({maker.folder(
            "tree",
            {maker.file("same", "same content"), maker.file("other", "from the point"),
             maker.file("mode", "content of mode"), maker.file("absent", "new"), maker.file("folder there", "file"),
             maker.folder("file there", {maker.file("x", "x")}), PointMaker::link("link", "target")})});
    }

    static void prepareTarget(RestoreFixture &fixture, PointId point)
    {
        // Right in everything but what is changed here.
        if (!fixture.restore(point, "/tree"))
            qFatal("the first restore failed");
        const auto at = [&](const char *name) { return fixture.target() + "/tree/" + name; };
        writeFile(at("other"), "of the user");
        ::chmod(at("mode").constData(), 0600);
        ::unlink(at("absent").constData());
        ::unlink(at("folder there").constData());
        writeFile(at("folder there/of the user"), "u");
        ::unlink(at("file there/x").constData());
        ::rmdir(at("file there").constData());
        writeFile(at("file there"), "of the user");
        ::unlink(at("link").constData());
        ::symlink("somewhere else", at("link").constData());
        QFile::remove(fixture.state().knownContents);
    }

    static QByteArray beside(const RestoreFixture &fixture, const QByteArray &name)
    {
        for (const auto &found : namesIn(fixture.target() + "/tree")) {
            if (found.startsWith(name + " (restored "))
                return found;
        }
        return {};
    }

private Q_SLOTS:
    /// An earlier identity of this computer is let in no more.
    void theAgentsOwnStateStays()
    {
        RestoreFixture fixture;
        const QByteArray own = QFileInfo(fixture.state().journal).path().toUtf8();
        writeFile(own + "/identity.json", "of now");
        auto &maker = fixture.maker;
        const auto point =
            pointInPlace(fixture, own.first(own.lastIndexOf('/')),
                         maker.folder(own.sliced(own.lastIndexOf('/') + 1),
                                      {maker.file("identity.json", "of then"), maker.file("more", "x")}));
        RestoreOptions options{.paths = {own.first(own.lastIndexOf('/'))}, .onConflict = OnConflict::Overwrite};
        for (const bool isDryRun : {true, false}) {
            options.dryRun = isDryRun;
            VERIFY_OK(fixture.restore(point, options));
            QCOMPARE(fixture.events.paths(RestoreProblem::Skipped, own), QByteArrayList{""});
            QVERIFY(!fixture.events.actions.contains(own + "/identity.json"));
        }
        QCOMPARE(readFile(own + "/identity.json"), "of now");
        QVERIFY(!exists(own + "/more"));
    }

    void skipLeavesWhatIsThereAndSaysSo()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepareTarget(fixture, point);
        const auto report = fixture.restore(point, "/tree", OnConflict::Skip);
        VERIFY_OK(report);
        const auto at = [&](const char *name) { return fixture.target() + "/tree/" + name; };
        QCOMPARE(readFile(at("other")), QByteArray("of the user"));
        QCOMPARE(readFile(at("file there")), QByteArray("of the user"));
        QCOMPARE(readFile(at("absent")), QByteArray("new"));
        QCOMPARE(readFile(at("folder there/of the user")), QByteArray("u"));
        QCOMPARE(fixture.events.paths(RestoreProblem::Skipped, fixture.target() + "/tree/"),
                 (QByteArrayList{"file there", "folder there", "link", "mode", "other"}));
        QCOMPARE(report->filesUnchanged, 1u);
        QCOMPARE(report->filesRestored, 1u);
    }

    void overwriteReplacesAllButFolders()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepareTarget(fixture, point);
        fixture.service.resetCounts();
        const auto report = fixture.restore(point, "/tree", OnConflict::Overwrite);
        VERIFY_OK(report);
        const auto at = [&](const char *name) { return fixture.target() + "/tree/" + name; };
        QCOMPARE(readFile(at("other")), QByteArray("from the point"));
        QCOMPARE(readFile(at("file there/x")), QByteArray("x"));
        QCOMPARE(readFile(at("folder there/of the user")), QByteArray("u"));
        std::array<char, 64> link{};
        QCOMPARE(::readlink(at("link").constData(), link.data(), link.size()), ssize_t(6));
        struct stat status{};
        ::stat(at("mode").constData(), &status);
        QCOMPARE(status.st_mode & 07777, 0644U);
        QCOMPARE(fixture.events.paths(RestoreProblem::Skipped, fixture.target() + "/tree/"),
                 QByteArrayList{"folder there"});
        // Content that is right is not fetched for the sake of its mode.
        QCOMPARE(fixture.service.chunksGiven(), 3u);
    }

    void keepBothPutsTheRestoredBeside()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepareTarget(fixture, point);
        const auto report = fixture.restore(point, "/tree", OnConflict::KeepBoth);
        VERIFY_OK(report);
        const auto tree = fixture.target() + "/tree/";
        QCOMPARE(readFile(tree + "other"), QByteArray("of the user"));
        QCOMPARE(readFile(tree + beside(fixture, "other")), QByteArray("from the point"));
        QCOMPARE(readFile(tree + beside(fixture, "folder there")), QByteArray("file"));
        QCOMPARE(readFile(tree + "file there"), QByteArray("of the user"));
        QCOMPARE(readFile(tree + beside(fixture, "file there") + "/x"), QByteArray("x"));
        QCOMPARE(fixture.events.paths(RestoreProblem::Skipped, tree), QByteArrayList{"mode"});

        // Once more: what was put beside is right already.
        const auto names = namesIn(fixture.target() + "/tree");
        const auto again = fixture.restore(point, "/tree", OnConflict::KeepBoth);
        VERIFY_OK(again);
        QCOMPARE(again->filesRestored, 0u);
        QCOMPARE(namesIn(fixture.target() + "/tree"), names);
    }

    void dryRunSaysWhatWouldBeDoneAndDoesNothing()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepareTarget(fixture, point);
        const auto before = describeTree(fixture.target());
        fixture.service.resetCounts();
        engine::RestoreOptions options;
        options.paths = {"/tree"};
        options.to = fixture.target();
        options.onConflict = OnConflict::Overwrite;
        options.dryRun = true;
        const auto report = fixture.restore(point, options);
        VERIFY_OK(report);
        QCOMPARE(describeTree(fixture.target()), before);
        QCOMPARE(fixture.service.chunksGiven(), 0u);
        const auto action = [&](const char *name) {
            return fixture.events.actions[fixture.target() + "/tree/" + name];
        };
        QCOMPARE(action("other"), QStringLiteral("replace"));
        QCOMPARE(action("mode"), QStringLiteral("set-metadata"));
        QCOMPARE(action("absent"), QStringLiteral("create"));
        QCOMPARE(action("same"), QStringLiteral("leave"));
        QCOMPARE(action("file there"), QStringLiteral("replace"));
        QCOMPARE(action("file there/x"), QStringLiteral("create"));
        QCOMPARE(report->filesSkipped, 1u);

        options.to = fixture.base() + "/not there yet";
        VERIFY_OK(fixture.restore(point, options));
        QVERIFY(!exists(options.to));
        QCOMPARE(fixture.events.actions[options.to + "/tree/other"], QStringLiteral("create"));
    }

    /// "/mnt/data" leads to a disk that is not there today: nobody asked to restore "/mnt/data".
    void foldersAboveThePathAreNeverReplaced_data()
    {
        QTest::addColumn<OnConflict>("onConflict");
        QTest::addColumn<bool>("isLink");
        for (const bool isLink : {true, false}) {
            const char *what = isLink ? "link" : "file";
            QTest::addRow("skip, %s", what) << OnConflict::Skip << isLink;
            QTest::addRow("overwrite, %s", what) << OnConflict::Overwrite << isLink;
            QTest::addRow("keep both, %s", what) << OnConflict::KeepBoth << isLink;
        }
    }
    void foldersAboveThePathAreNeverReplaced()
    {
        QFETCH(OnConflict, onConflict);
        QFETCH(bool, isLink);
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        const QByteArray data = fixture.target() + "/data";
        const auto point = pointInPlace(fixture, data, maker.folder("x", {maker.file("f", "content")}));
        if (isLink)
            QCOMPARE(::symlink("/nowhere/at all", data.constData()), 0);
        else
            writeFile(data, "of the user");
        engine::RestoreOptions options;
        options.paths = {data + "/x"};
        options.onConflict = onConflict;
        const auto report = fixture.restore(point, options);
        VERIFY_OK(report);
        QCOMPARE(fixture.events.paths(RestoreProblem::Skipped, {}), QByteArrayList{data});
        QCOMPARE(namesIn(fixture.target()), QByteArrayList{"data"});
        if (isLink)
            QCOMPARE(QFile::symLinkTarget(QString::fromUtf8(data)), QStringLiteral("/nowhere/at all"));
        else
            QCOMPARE(readFile(data), QByteArray("of the user"));
    }

    /// Setting the metadata of a file in place would change its other names too.
    void aFileWithOtherNamesIsReplacedNotChanged()
    {
        RestoreFixture fixture;
        const auto point = fixture.maker.point({fixture.maker.file("f", "content")});
        VERIFY_OK(fixture.restore(point, "/f"));
        const QByteArray path = fixture.target() + "/f";
        ::chmod(path.constData(), 0600);
        ::link(path.constData(), (fixture.outside() + "/of the user").constData());
        VERIFY_OK(fixture.restore(point, "/f", OnConflict::Overwrite));
        struct stat status{};
        ::stat(path.constData(), &status);
        QCOMPARE(status.st_mode & 07777, 0644U);
        ::stat((fixture.outside() + "/of the user").constData(), &status);
        QCOMPARE(status.st_mode & 07777, 0600U);
    }

    void linkedNamesInTheWayAreDecidedOnToo()
    {
        RestoreFixture fixture;
        writeFile(fixture.source() + "/one", "content");
        ::link((fixture.source() + "/one").constData(), (fixture.source() + "/two").constData());
        const auto point = fixture.maker.point({fixture.maker.fromDisk(fixture.source(), "tree")});
        writeFile(fixture.target() + "/tree/two", "of the user");
        const auto report = fixture.restore(point, "/tree", OnConflict::Skip);
        VERIFY_OK(report);
        QCOMPARE(readFile(fixture.target() + "/tree/two"), QByteArray("of the user"));
        QCOMPARE(readFile(fixture.target() + "/tree/one"), QByteArray("content"));
        QCOMPARE(report->filesSkipped, 1u);
        VERIFY_OK(fixture.restore(point, "/tree", OnConflict::Overwrite));
        struct stat one{};
        struct stat two{};
        ::stat((fixture.target() + "/tree/one").constData(), &one);
        ::stat((fixture.target() + "/tree/two").constData(), &two);
        QCOMPARE(one.st_ino, two.st_ino);
    }

    void pathsThatAreNotInThePointAreAnErrorBeforeAnythingIsDone()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        engine::RestoreOptions options;
        options.paths = {"/tree/same", "/tree/never"};
        options.to = fixture.target();
        VERIFY_FAILS(ErrorKind::NotFound, fixture.restore(point, options));
        QVERIFY(namesIn(fixture.target()).isEmpty());
    }

    void twoPathsOfOneNameDoNotGoIntoOneFolder()
    {
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        const auto point =
            maker.point({maker.folder("a", {maker.file("f", "1")}), maker.folder("b", {maker.file("f", "2")})});
        engine::RestoreOptions options;
        options.paths = {"/a/f", "/b/f"};
        options.to = fixture.target();
        VERIFY_FAILS(ErrorKind::Invalid, fixture.restore(point, options));
    }
};

QTEST_GUILESS_MAIN(TestRestoreConflicts)
#include "tst_restore_conflicts.moc"
