/// Trees that no honest agent makes, and targets with traps: nothing may come to be, or change, outside the target.
#include "format/version_record.h"
#include "restore/restore_fixture.h"

#include <QDir>

#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestRestoreHostile : public QObject
{
    Q_OBJECT

private:
    static MadeEntry named(PointMaker &maker, const QByteArray &name) { return maker.file(name, "evil"); }

private Q_SLOTS:
    void namesThatLeadElsewhereAreRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("parent") << QByteArray("..");
        QTest::newRow("itself") << QByteArray(".");
        QTest::newRow("through the parent") << QByteArray("../outside/evil");
        QTest::newRow("absolute") << QByteArray("/tmp/evil");
        QTest::newRow("into a folder") << QByteArray("a/b");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("with a NUL") << QByteArray("a\0b", 3);
        QTest::newRow("too long") << QByteArray(256, 'a');
    }
    void namesThatLeadElsewhereAreRefused()
    {
        QFETCH(QByteArray, name);
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        // The node with the bad name is built from bytes: the entry's own encoder would not stop it, a reader must.
        std::vector<MadeEntry> entries = {named(maker, name), maker.file("good", "content")};
        if (name.size() > format::kMaxKeySize || name.isEmpty())
            QSKIP("the builder of trees does not take such a name");
        const auto point = maker.point({maker.folder("tree", entries)});
        const auto report = fixture.restore(point, "/tree", OnConflict::Overwrite);
        VERIFY_OK(report);
        QVERIFY(report->filesFailed >= 1);
        QVERIFY(namesIn(fixture.outside()).isEmpty());
        QCOMPARE(namesIn(fixture.target()), QByteArrayList{"tree"});
        QCOMPARE(readFile(fixture.target() + "/tree/good"), QByteArray("content"));
        QCOMPARE(namesIn(fixture.target() + "/tree"), QByteArrayList{"good"});
    }

    /// First a link, then a folder of the same name: whoever follows the link writes outside.
    void aLinkAndAFolderOfOneNameDoNotLeadOutside_data()
    {
        QTest::addColumn<bool>("linkFirst");
        QTest::newRow("link first") << true;
        QTest::newRow("folder first") << false;
    }
    void aLinkAndAFolderOfOneNameDoNotLeadOutside()
    {
        QFETCH(bool, linkFirst);
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        const auto link = PointMaker::link("way", fixture.outside());
        const auto folder = maker.folder("way", {named(maker, "evil")});
        const auto tree =
            linkFirst ? maker.folderAsGiven("tree", {link, folder}) : maker.folderAsGiven("tree", {folder, link});
        const auto point = maker.point({tree});
        for (const auto onConflict : {OnConflict::Skip, OnConflict::Overwrite, OnConflict::KeepBoth}) {
            QDir(QString::fromUtf8(fixture.target())).removeRecursively();
            QDir().mkpath(QString::fromUtf8(fixture.target()));
            std::ignore = fixture.restore(point, "/tree", onConflict);
            QVERIFY(namesIn(fixture.outside()).isEmpty());
        }
    }

    void aLinkInTheTargetIsNotFollowed()
    {
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        const auto point =
            maker.point({maker.folder("tree", {maker.folder("sub", {named(maker, "evil")}), named(maker, "file")})});
        QDir().mkpath(QString::fromUtf8(fixture.target() + "/tree"));
        ::symlink(fixture.outside().constData(), (fixture.target() + "/tree/sub").constData());
        writeFile(fixture.outside() + "/precious", "of the user");
        ::symlink((fixture.outside() + "/precious").constData(), (fixture.target() + "/tree/file").constData());

        const auto skipped = fixture.restore(point, "/tree", OnConflict::Skip);
        VERIFY_OK(skipped);
        QCOMPARE(skipped->filesSkipped, 2u);
        QCOMPARE(namesIn(fixture.outside()), QByteArrayList{"precious"});

        const auto beside = fixture.restore(point, "/tree", OnConflict::KeepBoth);
        VERIFY_OK(beside);
        QCOMPARE(namesIn(fixture.outside()), QByteArrayList{"precious"});

        const auto replaced = fixture.restore(point, "/tree", OnConflict::Overwrite);
        VERIFY_OK(replaced);
        QCOMPARE(namesIn(fixture.outside()), QByteArrayList{"precious"});
        QCOMPARE(readFile(fixture.outside() + "/precious"), QByteArray("of the user"));
        QCOMPARE(readFile(fixture.target() + "/tree/sub/evil"), QByteArray("evil"));
        QCOMPARE(readFile(fixture.target() + "/tree/file"), QByteArray("evil"));
    }

    void theTopOfThePathIsNoExceptionToThat()
    {
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        const auto point = maker.point({maker.folder("tree", {named(maker, "evil")})});
        ::symlink(fixture.outside().constData(), (fixture.target() + "/tree").constData());
        const auto report = fixture.restore(point, "/tree", OnConflict::Skip);
        VERIFY_OK(report);
        QCOMPARE(report->filesSkipped, 1u);
        QVERIFY(namesIn(fixture.outside()).isEmpty());
    }

    void theFolderThatTheUserGaveMayBeALink()
    {
        RestoreFixture fixture;
        const auto point = fixture.maker.point({fixture.maker.file("f", "content")});
        const QByteArray link = fixture.base() + "/link";
        ::symlink(fixture.target().constData(), link.constData());
        engine::RestoreOptions options;
        options.paths = {"/f"};
        options.to = link;
        VERIFY_OK(fixture.restore(point, options));
        QCOMPARE(readFile(fixture.target() + "/f"), QByteArray("content"));
    }

    void theSameNameTwiceDoesNotOverwrite()
    {
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        const auto point =
            maker.point({maker.folderAsGiven("tree", {maker.file("f", "first"), maker.file("f", "second")})});
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QCOMPARE(namesIn(fixture.target() + "/tree"), QByteArrayList{"f"});
        QCOMPARE(report->filesRestored + report->filesSkipped + report->filesFailed, 2u);
    }

    void aHugeSizeFillsNoDisk_data()
    {
        QTest::addColumn<uint64_t>("size");
        QTest::newRow("4 EiB") << (uint64_t(1) << 62);
        QTest::newRow("1 PiB") << (uint64_t(1) << 50);
    }
    void aHugeSizeFillsNoDisk()
    {
        QFETCH(uint64_t, size);
        RestoreFixture fixture;
        auto file = fixture.maker.file("f", QByteArray(100'000, 'x'));
        format::VersionRecord record{
            .size = size, .extentCount = 1, .inlineExtents = {{{}, 0, size}}, .extentTree = {}};
        fixture.service.add(format::ObjectKind::Version, file.entry.content, record.encode());
        file.entry.size = size;
        file.entry.flags |= format::DirectoryEntry::Sparse;
        const auto point = fixture.maker.point({file, fixture.maker.file("good", "content")});
        const auto report = fixture.restore(point, "/");
        VERIFY_OK(report);
        QCOMPARE(report->filesFailed, 1u);
        QCOMPARE(namesIn(fixture.target()), QByteArrayList{"good"});
    }

    void aLinkTargetTooLongForTheSystemIsSaid()
    {
        RestoreFixture fixture;
        const auto point = fixture.maker.point(
            {PointMaker::link("l", QByteArray(60'000, 'x')), fixture.maker.file("good", "content")});
        const auto report = fixture.restore(point, "/");
        VERIFY_OK(report);
        QCOMPARE(report->filesFailed, 1u);
        QCOMPARE(namesIn(fixture.target()), QByteArrayList{"good"});
    }

    void attributesThatCannotBeSetAreSaid()
    {
        RestoreFixture fixture;
        auto file = fixture.maker.file("f", "content");
        file.entry.attributes = {format::Attribute::extended("nonsense.name", "x"),
                                 format::Attribute::extended("user.fine", "y"),
                                 {.type = 77, .data = "of a later version"}};
        const auto point = fixture.maker.point({file});
        const auto report = fixture.restore(point, "/f");
        VERIFY_OK(report);
        QCOMPARE(report->filesIncomplete, 1u);
        QVERIFY(fixture.events.reasons().contains(QLatin1StringView("nonsense.name")));
        QVERIFY(!fixture.events.reasons().contains(QLatin1StringView("user.fine")));
        QCOMPARE(readFile(fixture.target() + "/f"), QByteArray("content"));
    }
};

QTEST_GUILESS_MAIN(TestRestoreHostile)
#include "tst_restore_hostile.moc"
