/// Restores that are stopped, meet damage, or run beside others.
#include "restore/restore_fixture.h"
#include "restore/temporaries.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestRestoreInterrupted : public QObject
{
    Q_OBJECT

private:
    /// No chunk of it is like another.
    static QByteArray noise(qsizetype size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        uint32_t state = 1;
        for (auto &byte : bytes) {
            state = state * 1'664'525 + 1'013'904'223;
            byte = char(state >> 24);
        }
        return bytes;
    }

    static MadeEntry manyFiles(PointMaker &maker, int count)
    {
        std::vector<MadeEntry> files;
        for (int i = 0; i < count; ++i)
            files.push_back(maker.file("file" + QByteArray::number(i), QByteArray::number(i).repeated(1'000)));
        files.push_back(maker.file("large", noise(3'000'000)));
        return maker.folder("tree", std::move(files));
    }

private Q_SLOTS:
    void stoppedAndDoneAgainItGoesOn_data()
    {
        QTest::addColumn<int>("objects");
        for (const int objects : {1, 3, 30, 100, 250, 310})
            QTest::addRow("after %d objects", objects) << objects;
    }
    void stoppedAndDoneAgainItGoesOn()
    {
        QFETCH(int, objects);
        RestoreFixture fixture;
        const auto point = fixture.maker.point({manyFiles(fixture.maker, 300)});
        fixture.service.endAfter(objects);
        VERIFY_FAILS(ErrorKind::Unreachable, fixture.restore(point, "/tree"));
        // Whole files or none: nothing half, and no temporaries.
        const auto names = namesIn(fixture.target() + "/tree");
        for (const auto &name : names) {
            QVERIFY2(!name.startsWith('.'), name.constData());
            if (name.startsWith("file"))
                QCOMPARE(readFile(fixture.target() + "/tree/" + name), name.sliced(4).repeated(1'000));
        }
        fixture.service.endAfter(-1);
        fixture.service.resetCounts();
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        QCOMPARE(report->filesRestored + report->filesUnchanged, 301u);
        QCOMPARE(qsizetype(report->filesUnchanged), names.size());
        QCOMPARE(namesIn(fixture.target() + "/tree").size(), 301);
    }

    void cancelledItLeavesNoTemporaries()
    {
        RestoreFixture fixture;
        const auto point = fixture.maker.point({manyFiles(fixture.maker, 50)});
        fixture.cancel.cancel();
        VERIFY_FAILS(ErrorKind::Cancelled, fixture.restore(point, "/tree"));
        for (const auto &name : namesIn(fixture.target() + "/tree"))
            QVERIFY(!name.startsWith('.'));
    }

    /// A process that was killed leaves temporaries and a journal that names their folders.
    void whatAKilledRestoreLeftIsRemoved()
    {
        RestoreFixture fixture;
        const QByteArray folder = fixture.target() + "/tree";
        QByteArray left;
        {
            auto temporaries = Temporaries::open(fixture.state().journal);
            VERIFY_OK(temporaries);
            VERIFY_OK((*temporaries)->note(folder));
            VERIFY_OK((*temporaries)->note(fixture.target() + "/gone meanwhile"));
            left = (*temporaries)->nextName();
            writeFile(folder + '/' + left, "half");
            // A folder that was to take a file's place.
            QCOMPARE(::mkdir((folder + '/' + (*temporaries)->nextName()).constData(), 0700), 0);
            writeFile(folder + "/.backspool-of somebody else", "x");
            // As if killed: the journal is kept as it is.
            VERIFY_OK(temporaries);
            QVERIFY(QFile::copy(fixture.state().journal, fixture.state().journal + QStringLiteral(".copy")));
        }
        QFile::remove(fixture.state().journal);
        QVERIFY(QFile::rename(fixture.state().journal + QStringLiteral(".copy"), fixture.state().journal));
        const auto point = fixture.maker.point({fixture.maker.folder("tree", {fixture.maker.file("f", "content")})});
        VERIFY_OK(fixture.restore(point, "/tree"));
        QCOMPARE(namesIn(folder), (QByteArrayList{".backspool-of somebody else", "f"}));
        QCOMPARE(QFile(fixture.state().journal).size(), 0);
    }

    void aDamagedJournalIsNoObstacle_data()
    {
        QTest::addColumn<QByteArray>("journal");
        QTest::newRow("noise") << QByteArray("\xff\xff\xff\xff noise");
        QTest::newRow("short prefix") << QByteArray("\x01"
                                                    "f"
                                                    "\x08"
                                                    "/"
                                                    "tmp/xyz",
                                                    11);
        QTest::newRow("torn") << QByteArray("\x1d"
                                            ".backspool-0123456789abcdef-x"
                                            "\x50"
                                            "/tmp",
                                            35);
    }
    void aDamagedJournalIsNoObstacle()
    {
        QFETCH(QByteArray, journal);
        RestoreFixture fixture;
        writeFile(fixture.state().journal.toUtf8(), journal);
        const auto point = fixture.maker.point({fixture.maker.file("f", "content")});
        VERIFY_OK(fixture.restore(point, "/f"));
    }

    void twoRestoresAtOnceDoNotDisturbEachOther()
    {
        RestoreFixture fixture;
        auto other = Temporaries::open(fixture.state().journal);
        VERIFY_OK(other);
        VERIFY_OK((*other)->note(fixture.target()));
        const auto inUse = (*other)->nextName();
        writeFile(fixture.target() + '/' + inUse, "being written");
        const auto point = fixture.maker.point({fixture.maker.file("f", "content")});
        VERIFY_OK(fixture.restore(point, "/f"));
        QCOMPARE(namesIn(fixture.target()), (QByteArrayList{inUse, "f"}));
    }

    void damagedFilesAreNamedAndTheOthersRestored()
    {
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        const auto lostFolder = maker.folder("lost folder", {maker.file("in it", "y")});
        const auto point = maker.point({maker.folder(
            "tree", {maker.file("good", "good"), maker.file("bad", "bad content"),
                     maker.file("missing", "missing content"), maker.file("bad large", QByteArray(400'000, 'q')),
                     lostFolder, maker.file("good large", QByteArray(400'000, 'r'))})});
        fixture.service.damage(testDigester().chunk("bad content"));
        fixture.service.lose(testDigester().chunk("missing content"));
        fixture.service.damage(maker.content(QByteArray(400'000, 'q')));
        fixture.service.lose(lostFolder.entry.content);
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QCOMPARE(fixture.events.paths(RestoreProblem::Failed, fixture.target() + "/tree/"),
                 (QByteArrayList{"bad", "bad large", "lost folder", "missing"}));
        QVERIFY(fixture.events.reasons().contains(QStringLiteral("point %1").arg(point.value)));
        QCOMPARE(namesIn(fixture.target() + "/tree"), (QByteArrayList{"good", "good large", "lost folder"}));
        QCOMPARE(readFile(fixture.target() + "/tree/good large"), QByteArray(400'000, 'r'));
    }

    /// Whatever a hostile or broken store sends, a file is restored right or not at all.
    void everyDamagedObjectGivesRightFilesOrNone()
    {
        const std::map<QByteArray, QByteArray> files = {
            {"a", "first"}, {"b", QByteArray(200'000, 'b')}, {"c", "third"}};
        RestoreFixture reference;
        std::vector<MadeEntry> entries;
        for (const auto &[name, content] : files)
            entries.push_back(reference.maker.file(name, content));
        const auto tree = reference.maker.folder("tree", entries);
        std::vector<ObjectName> objects = {tree.entry.content, tree.hint.hints};
        for (const auto &made : entries)
            objects.push_back(made.entry.content);
        objects.push_back(testDigester().chunk(QByteArray(200'000, 'b').first(100)));
        for (const auto &object : objects) {
            RestoreFixture fixture;
            std::vector<MadeEntry> again;
            for (const auto &[name, content] : files)
                again.push_back(fixture.maker.file(name, content));
            const auto point = fixture.maker.point({fixture.maker.folder("tree", again)});
            fixture.service.addChunk(QByteArray(200'000, 'b').first(100));
            fixture.service.damage(object);
            VERIFY_OK(fixture.restore(point, "/tree"));
            for (const auto &name : namesIn(fixture.target() + "/tree"))
                QVERIFY(readFile(fixture.target() + "/tree/" + name) == files.at(name));
        }
    }
};

QTEST_GUILESS_MAIN(TestRestoreInterrupted)
#include "tst_restore_interrupted.moc"
