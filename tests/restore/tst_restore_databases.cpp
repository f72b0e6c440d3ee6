/// Databases that are restored where others are: with their logs, or not at all.
#include "restore/database_files.h"
#include "restore/restore_fixture.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestRestoreDatabases : public QObject
{
    Q_OBJECT

    std::unique_ptr<RestoreFixture> fixture_;
    PointId withLog_, withoutLog_;

    QByteArray at(const QByteArray &name) const { return fixture_->target() + "/tree/" + name; }
    QByteArray asideOf(const QByteArray &name) const
    {
        const auto found = fixture_->events.aside.find(at(name));
        return found == fixture_->events.aside.end() ? QByteArray() : found->second;
    }
    QByteArrayList names() const { return namesIn(fixture_->target() + "/tree"); }

private Q_SLOTS:
    void init()
    {
        fixture_ = std::make_unique<RestoreFixture>();
        auto &maker = fixture_->maker;
        withLog_ =
            maker.point({maker.folder("tree", {maker.file("a.db", database('p')), maker.file("a.db-wal", wal('p')),
                                               maker.file("notes", "p"), maker.file("notes-journal", "p")})});
        withoutLog_ = maker.point({maker.folder("tree", {maker.file("a.db", database('q'))})});
        ::mkdir((fixture_->target() + "/tree").constData(), 0755);
    }
    void cleanup() { fixture_.reset(); }

    void aReplacedDatabaseGoesAsideWithItsLogs()
    {
        writeFile(at("a.db"), database('u'));
        writeFile(at("a.db-wal"), wal('u'));
        writeFile(at("a.db-shm"), "index");
        VERIFY_OK(fixture_->restore(withoutLog_, "/tree", OnConflict::Overwrite));
        QCOMPARE(readFile(at("a.db")), database('q'));
        const auto aside = asideOf("a.db");
        QVERIFY2(aside.startsWith("a.db.before-restore-"), aside.constData());
        QCOMPARE(readFile(at(aside)), database('u'));
        QCOMPARE(readFile(at(aside + "-wal")), wal('u'));
        QCOMPARE(readFile(at(aside + "-shm")), QByteArray("index"));
        QCOMPARE(names(), (QByteArrayList{"a.db", aside, aside + "-shm", aside + "-wal"}));
        QVERIFY2(fixture_->events.problems.empty(), qPrintable(fixture_->events.reasons()));
    }

    void theLogOfThePointTakesThePlaceOfTheOther()
    {
        writeFile(at("a.db"), database('u'));
        writeFile(at("a.db-wal"), wal('u'));
        VERIFY_OK(fixture_->restore(withLog_, "/tree", OnConflict::Overwrite));
        QCOMPARE(readFile(at("a.db")), database('p'));
        QCOMPARE(readFile(at("a.db-wal")), wal('p'));
        QCOMPARE(readFile(at(asideOf("a.db-wal"))), wal('u'));
    }

    void aLogThatWaitsForADatabaseGoesAside()
    {
        writeFile(at("a.db-wal"), wal('u'));
        VERIFY_OK(fixture_->restore(withoutLog_, "/tree", OnConflict::Skip));
        QCOMPARE(readFile(at("a.db")), database('q'));
        QVERIFY(!exists(at("a.db-wal")));
        QCOMPARE(readFile(at(asideOf("a.db-wal"))), wal('u'));
    }

    void theLogOfADatabaseThatIsSkippedIsSkipped()
    {
        writeFile(at("a.db"), database('u'));
        VERIFY_OK(fixture_->restore(withLog_, "/tree", OnConflict::Skip));
        QCOMPARE(readFile(at("a.db")), database('u'));
        QVERIFY(!exists(at("a.db-wal")));
        QCOMPARE(fixture_->events.paths(RestoreProblem::Skipped, fixture_->target() + "/tree/"),
                 (QByteArrayList{"a.db", "a.db-wal"}));
    }

    void aDatabaseThatIsPutBesideHasItsLogBesideIt()
    {
        writeFile(at("a.db"), database('u'));
        VERIFY_OK(fixture_->restore(withLog_, "/tree", OnConflict::KeepBoth));
        QCOMPARE(readFile(at("a.db")), database('u'));
        QVERIFY(!exists(at("a.db-wal")));
        const auto all = names();
        const auto beside = std::ranges::find_if(
            all, [](const QByteArray &name) { return name.startsWith("a (restored ") && name.endsWith(".db"); });
        QVERIFY(beside != all.end());
        QCOMPARE(readFile(at(*beside)), database('p'));
        QCOMPARE(readFile(at(*beside + "-wal")), wal('p'));
    }

    void aLogThatThePointDoesNotHaveIsNotLeftBesideADatabaseThatIsRight()
    {
        VERIFY_OK(fixture_->restore(withoutLog_, "/tree", OnConflict::Skip));
        writeFile(at("a.db-wal"), wal('u'));
        VERIFY_OK(fixture_->restore(withoutLog_, "/tree", OnConflict::Overwrite));
        QVERIFY(!exists(at("a.db-wal")));
        QCOMPARE(readFile(at(asideOf("a.db-wal"))), wal('u'));
        QVERIFY(asideOf("a.db").isEmpty());
    }

    void whatIsRightAlreadyIsLeftAlone()
    {
        VERIFY_OK(fixture_->restore(withLog_, "/tree", OnConflict::Skip));
        const auto report = fixture_->restore(withLog_, "/tree", OnConflict::Overwrite);
        VERIFY_OK(report);
        QCOMPARE(report->filesUnchanged, 4U);
        QVERIFY(fixture_->events.aside.empty());
    }

    void aDatabaseBringsItsLog()
    {
        VERIFY_OK(fixture_->restore(withLog_, "/tree/a.db"));
        QCOMPARE(readFile(fixture_->target() + "/a.db"), database('p'));
        QCOMPARE(readFile(fixture_->target() + "/a.db-wal"), wal('p'));
    }

    void filesThatOnlyHaveSuchNamesAreFilesAsAnyOthers()
    {
        VERIFY_OK(fixture_->restore(withLog_, "/tree/notes"));
        QVERIFY(!exists(fixture_->target() + "/notes-journal"));
        writeFile(at("notes"), "u");
        VERIFY_OK(fixture_->restore(withLog_, "/tree", OnConflict::Skip));
        QCOMPARE(readFile(at("notes")), QByteArray("u"));
        QCOMPARE(readFile(at("notes-journal")), QByteArray("p"));
    }
};

QTEST_GUILESS_MAIN(TestRestoreDatabases)
#include "tst_restore_databases.moc"
