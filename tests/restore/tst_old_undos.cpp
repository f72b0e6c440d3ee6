/// What a restore kept aside goes after a time, and its journal only with it.
#include "restore/old_undos.h"
#include "restore/restore_fixture.h"
#include "restore/undo_journal.h"
#include "restore/undone.h"

#include <sys/stat.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;
using namespace std::chrono_literals;

class TestOldUndos : public QObject
{
    Q_OBJECT

    std::unique_ptr<RestoreFixture> fixture_;
    WallTime now_ = SystemClock().now();
    CancelToken cancel_;

    QByteArray folder() const { return fixture_->base() + "/undos"; }
    QString journal() const { return QFile::decodeName(folder() + "/one"); }
    QByteArray at(const QByteArray &name) const { return fixture_->target() + "/tree/" + name; }
    int discarded(std::chrono::hours later) const
    {
        discardOldUndos(QFile::decodeName(folder()), now_ + later, cancel_);
        return int(namesIn(folder()).size());
    }
    /// "letter" of the point replaces the user's.
    void replace()
    {
        auto &maker = fixture_->maker;
        const auto point = maker.point({maker.folder("tree", {maker.file("letter", "from the point")})});
        QVERIFY(QDir().mkpath(QFile::decodeName(at(""))));
        writeFile(at("letter"), "of the user");
        RestoreOptions options;
        options.paths = {"/tree"};
        options.to = fixture_->target();
        options.onConflict = OnConflict::Overwrite;
        options.undoJournal = journal();
        VERIFY_OK(fixture_->restore(point, options));
        QCOMPARE(namesIn(at("")).size(), qsizetype(2));
    }

private Q_SLOTS:
    void init()
    {
        fixture_ = std::make_unique<RestoreFixture>();
        QVERIFY(QDir().mkpath(QFile::decodeName(folder())));
    }
    void cleanup() { fixture_.reset(); }

    void whatIsOldIsDiscarded()
    {
        replace();
        QCOMPARE(discarded(kUndoTime - 1h), 1);
        QCOMPARE(namesIn(at("")).size(), qsizetype(2));
        QCOMPARE(discarded(kUndoTime + 1h), 0);
        QCOMPARE(namesIn(at("")), QByteArrayList{"letter"});
        QCOMPARE(readFile(at("letter")), QByteArray("from the point"));
    }

    void whatIsCutOffIsForTheNextTime()
    {
        replace();
        CancelToken ended;
        ended.cancel();
        discardOldUndos(QFile::decodeName(folder()), now_ + kUndoTime + 1h, ended);
        QCOMPARE(namesIn(folder()).size(), qsizetype(1));
        QCOMPARE(namesIn(at("")).size(), qsizetype(2));
        QCOMPARE(discarded(kUndoTime + 1h), 0);
    }

    void aDiskThatIsAwayIsWaitedFor()
    {
        replace();
        const auto tree = fixture_->target() + "/tree", away = fixture_->base() + "/away";
        QCOMPARE(::rename(tree.constData(), away.constData()), 0);
        QCOMPARE(discarded(kUndoTime + 1h), 1);
        QCOMPARE(::rename(away.constData(), tree.constData()), 0);
        QCOMPARE(discarded(kUndoTime + 25h), 0);
        QCOMPARE(namesIn(at("")), QByteArrayList{"letter"});
    }

    void aDiskThatStaysAwayIsForgotten()
    {
        replace();
        QCOMPARE(::rename((fixture_->target() + "/tree").constData(), (fixture_->base() + "/away").constData()), 0);
        QCOMPARE(discarded(kUndoForgetTime - 1h), 1);
        QCOMPARE(discarded(kUndoForgetTime + 1h), 0);
    }

    void aJournalThatCannotBeReadStays()
    {
        writeFile(folder() + "/one", "of another time");
        QCOMPARE(discarded(2 * kUndoForgetTime), 1);
    }

    void whatUndoLeftAsideIsTheUsers()
    {
        replace();
        writeFile(at("letter"), "written after the restore");
        const auto undone = undoRestore(journal());
        VERIFY_OK(undone);
        QCOMPARE(undone->problemCount, uint64_t(1));
        const auto kept = undone->problems[0].keptAs;
        QVERIFY2(kept.startsWith("letter.before-restore-"), kept.constData());
        QCOMPARE(discarded(kUndoTime + 1h), 0);
        QCOMPARE(readFile(at(kept)), QByteArray("of the user"));
        QCOMPARE(readFile(at("letter")), QByteArray("written after the restore"));
    }

    /// The restore died after it put aside what is there, and before anything else was there.
    void theOnlyOneIsNotDiscarded()
    {
        const auto path = fixture_->target() + "/letter";
        const QByteArray aside = ".letter.before-restore-x";
        writeFile(fixture_->target() + '/' + aside, "the only one");
        struct stat status{};
        QCOMPARE(::stat((fixture_->target() + '/' + aside).constData(), &status), 0);
        {
            auto undo = UndoJournal::create(journal());
            VERIFY_OK(undo);
            VERIFY_OK((*undo)->note({.kind = UndoStep::Kind::Kept,
                                     .path = path,
                                     .name = aside,
                                     .file = {status.st_ino,
                                              uint64_t(status.st_size),
                                              {status.st_mtim.tv_sec, uint32_t(status.st_mtim.tv_nsec)},
                                              {}},
                                     .before = {}}));
        }
        QCOMPARE(discarded(2 * kUndoTime), 0);
        QCOMPARE(readFile(path), QByteArray("the only one"));
    }
};

QTEST_GUILESS_MAIN(TestOldUndos)
#include "tst_old_undos.moc"
