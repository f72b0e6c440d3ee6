/// A restore of databases that is undone: a database and its logs stay together, whoever wrote to one of them since.
#include "restore/database_files.h"
#include "restore/restore_fixture.h"
#include "restore/undone.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestUndoDatabases : public QObject
{
    Q_OBJECT

    std::unique_ptr<RestoreFixture> fixture_;
    PointId withLog_, withoutLog_;

    QString journal() const { return QFile::decodeName(fixture_->base() + "/undo"); }
    QByteArray at(const QByteArray &name) const { return fixture_->target() + "/tree/" + name; }
    QByteArrayList names() const { return namesIn(fixture_->target() + "/tree"); }
    Result<RestoreReport> restore(PointId point)
    {
        RestoreOptions options;
        options.paths = {"/tree"};
        options.to = fixture_->target();
        options.onConflict = OnConflict::Overwrite;
        options.undoJournal = journal();
        return fixture_->restore(point, options);
    }
    /// Undoes it; what stays, and why.
    std::map<QByteArray, UndoReport::Problem> undo() const
    {
        std::map<QByteArray, UndoReport::Problem> stayed;
        const auto undone = undoRestore(journal());
        if (!undone)
            qFatal("%s", qPrintable(undone.error().text()));
        for (const auto &problem : undone->problems)
            stayed[problem.path.sliced(problem.path.lastIndexOf('/') + 1)] = problem;
        return stayed;
    }

private Q_SLOTS:
    void init()
    {
        fixture_ = std::make_unique<RestoreFixture>();
        auto &maker = fixture_->maker;
        withLog_ =
            maker.point({maker.folder("tree", {maker.file("a.db", database('p')), maker.file("a.db-wal", wal('p'))})});
        withoutLog_ = maker.point({maker.folder("tree", {maker.file("a.db", database('q'))})});
        ::mkdir((fixture_->target() + "/tree").constData(), 0755);
    }
    void cleanup() { fixture_.reset(); }

    void aDatabaseInUseIsNotReplaced()
    {
        writeFile(at("a.db"), database('u'));
        VERIFY_OK(restore(withoutLog_));
        writeFile(at("a.db-wal"), wal('n')); // the database itself is as it was
        const auto stayed = undo();
        QCOMPARE(stayed.size(), size_t(1));
        QCOMPARE(stayed.at("a.db").why, UndoObstacle::Changed);
        QCOMPARE(readFile(at("a.db")), database('q'));
        QCOMPARE(readFile(at("a.db-wal")), wal('n'));
        QVERIFY(stayed.at("a.db").keptAs.startsWith("a.db.before-restore-"));
        QCOMPARE(readFile(at(stayed.at("a.db").keptAs)), database('u'));
    }

    void aDatabaseInUseIsNotRemoved()
    {
        VERIFY_OK(restore(withoutLog_));
        writeFile(at("a.db-wal"), wal('n'));
        QCOMPARE(undo().size(), size_t(1));
        QCOMPARE(readFile(at("a.db")), database('q'));
    }

    void aLogOfADatabaseThatWasWrittenStays()
    {
        VERIFY_OK(restore(withLog_));
        writeFile(at("a.db"), database('n')); // what of the log is in it already is not known
        QCOMPARE(undo().size(), size_t(2));
        QCOMPARE(readFile(at("a.db-wal")), wal('p'));
    }

    void logsDoNotComeBackBesideAnotherDatabase()
    {
        writeFile(at("a.db"), database('u'));
        writeFile(at("a.db-wal"), wal('u'));
        writeFile(at("a.db-shm"), "index");
        VERIFY_OK(restore(withoutLog_));
        writeFile(at("a.db"), database('n'));
        const auto stayed = undo();
        QCOMPARE(readFile(at("a.db")), database('n'));
        QVERIFY(!exists(at("a.db-wal")) && !exists(at("a.db-shm")));
        QCOMPARE(stayed.at("a.db-wal").why, UndoObstacle::DatabaseChanged);
        QCOMPARE(readFile(at(stayed.at("a.db-wal").keptAs)), wal('u'));
        QVERIFY(stayed.contains("a.db-shm") && stayed.contains("a.db"));
    }

    void allOfADatabaseComesBack_data()
    {
        QTest::addColumn<bool>("hasLog");
        QTest::newRow("for one without a log") << false;
        QTest::newRow("for one with a log") << true;
    }
    void allOfADatabaseComesBack()
    {
        QFETCH(bool, hasLog);
        writeFile(at("a.db"), database('u'));
        writeFile(at("a.db-wal"), wal('u'));
        writeFile(at("a.db-shm"), "index");
        VERIFY_OK(restore(hasLog ? withLog_ : withoutLog_));
        QVERIFY(undo().empty());
        QCOMPARE(names(), (QByteArrayList{"a.db", "a.db-shm", "a.db-wal"}));
        QCOMPARE(readFile(at("a.db")), database('u'));
        QCOMPARE(readFile(at("a.db-wal")), wal('u'));
    }

    void aNewFolderGoesWithItsDatabase()
    {
        ::rmdir((fixture_->target() + "/tree").constData());
        VERIFY_OK(restore(withLog_));
        QVERIFY(exists(at("a.db-wal")));
        QVERIFY(undo().empty());
        QVERIFY(!exists(fixture_->target() + "/tree"));
    }

    void theLogOfADatabaseThatWasRight_data()
    {
        QTest::addColumn<bool>("isChanged");
        QTest::newRow("as it was") << false;
        QTest::newRow("changed") << true;
    }
    void theLogOfADatabaseThatWasRight()
    {
        QFETCH(bool, isChanged);
        VERIFY_OK(fixture_->restore(withoutLog_, "/tree", OnConflict::Skip));
        writeFile(at("a.db-wal"), wal('u'));
        VERIFY_OK(restore(withoutLog_));
        QVERIFY(!exists(at("a.db-wal")));
        if (isChanged)
            writeFile(at("a.db"), database('n'));
        QCOMPARE(undo().size(), size_t(isChanged));
        QCOMPARE(exists(at("a.db-wal")), !isChanged);
    }
};

QTEST_GUILESS_MAIN(TestUndoDatabases)
#include "tst_undo_databases.moc"
