/// A restore that is undone: everything is as it was before, but for what was changed since.
#include "restore/restore_fixture.h"
#include "restore/undo_journal.h"
#include "restore/undone.h"

#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

/// What permissions forbid is forbidden to root as well, while @p act runs.
template <class Act> auto asNobodySpecial(Act act)
{
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    __user_cap_data_struct all[2] = {}, few[2] = {};
    ::syscall(SYS_capget, &header, all);
    std::ranges::copy(all, few);
    few[0].effective &= ~(1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH);
    ::syscall(SYS_capset, &header, few);
    auto result = act();
    ::syscall(SYS_capset, &header, all);
    return result;
}

mode_t modeOf(const QByteArray &path)
{
    struct stat status{};
    return ::stat(path.constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

/// Cancels after so many items.
class StopAfter final : public ProgressSink
{
public:
    StopAfter(uint64_t items, CancelToken &cancel) : left_(items), cancel_(cancel) {}
    void progressed(const Progress &progress) override
    {
        last = progress;
        if (--left_ == 0)
            cancel_.cancel();
    }
    Progress last;

private:
    uint64_t left_;
    CancelToken &cancel_;
};

class TestRestoreUndo : public QObject
{
    Q_OBJECT

    static QString journal(const RestoreFixture &fixture, const char *name = "undo")
    {
        return QFile::decodeName(fixture.base() + '/' + name);
    }
    static QByteArray at(const RestoreFixture &fixture, const char *name) { return fixture.target() + "/tree/" + name; }
    static Result<std::vector<UndoStep>> stepsOf(const QString &file)
    {
        const auto opened = TRY(UndoSteps::open(file, {}));
        std::vector<UndoStep> steps;
        for (size_t i = 0; i < opened.count(); ++i)
            steps.push_back(TRY(opened.at(i)));
        return steps;
    }
    static PointId makePoint(RestoreFixture &fixture)
    {
        auto &maker = fixture.maker;
        return maker.point({maker.folder(
            "tree", {maker.file("same", "same content"), maker.file("other", "from the point"),
                     maker.file("mode", "content of mode"), maker.file("absent", "new"),
                     maker.folder("file there", {maker.file("x", "x")}),
                     maker.folder("new folder", {maker.file("y", "y")}), PointMaker::link("link", "target")})});
    }
    /// The user's own, with something of each kind in the way.
    static void prepare(RestoreFixture &fixture, PointId point)
    {
        if (!fixture.restore(point, "/tree"))
            qFatal("the first restore failed");
        writeFile(at(fixture, "other"), "of the user");
        ::chmod(at(fixture, "mode").constData(), 0600);
        ::unlink(at(fixture, "absent").constData());
        ::unlink(at(fixture, "file there/x").constData());
        ::rmdir(at(fixture, "file there").constData());
        writeFile(at(fixture, "file there"), "of the user, too");
        ::unlink(at(fixture, "new folder/y").constData());
        ::rmdir(at(fixture, "new folder").constData());
        ::unlink(at(fixture, "link").constData());
        ::symlink("somewhere else", at(fixture, "link").constData());
        QFile::remove(fixture.state().knownContents);
    }
    static Result<RestoreReport> restore(RestoreFixture &fixture, PointId point, OnConflict onConflict)
    {
        RestoreOptions options;
        options.paths = {"/tree"};
        options.to = fixture.target();
        options.onConflict = onConflict;
        options.undoJournal = journal(fixture);
        return fixture.restore(point, options);
    }
    /// Without the folder that all is restored into: what is put into it changes its time.
    static QByteArrayList described(const RestoreFixture &fixture) { return describeTree(fixture.target() + "/tree"); }

private Q_SLOTS:
    void allIsAsItWas_data()
    {
        QTest::addColumn<int>("onConflict");
        QTest::newRow("left") << int(OnConflict::Skip);
        QTest::newRow("replaced") << int(OnConflict::Overwrite);
        QTest::newRow("both") << int(OnConflict::KeepBoth);
    }
    void allIsAsItWas()
    {
        QFETCH(int, onConflict);
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        const auto before = described(fixture);
        VERIFY_OK(restore(fixture, point, OnConflict(onConflict)));
        QVERIFY(described(fixture) != before);
        QVERIFY(hasUndoSteps(journal(fixture)));
        const auto undone = undoRestore(journal(fixture));
        VERIFY_OK(undone);
        QVERIFY2(undone->problemCount == 0, undone->problems.empty() ? "" : undone->problems[0].path.constData());
        QCOMPARE(described(fixture), before);
        QCOMPARE(undone->broughtBack, uint64_t(OnConflict(onConflict) == OnConflict::Overwrite ? 3 : 0));
    }

    void oneThatIsStoppedGoesOnWhereItWas()
    {
        uint64_t items = 1;
        for (bool isStopped = true; isStopped; ++items) {
            RestoreFixture fixture;
            const auto point = makePoint(fixture);
            prepare(fixture, point);
            const auto before = described(fixture);
            VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
            RestoreUndo undo(journal(fixture));
            CancelToken cancel;
            StopAfter stop(items, cancel);
            const auto ended = undo.run(stop, cancel);
            isStopped = !ended;
            if (isStopped) {
                VERIFY_FAILS(ErrorKind::Cancelled, ended);
                QCOMPARE(stop.last.itemsDone, items);
                VERIFY_OK(undo.run(stop, {}));
            }
            QCOMPARE(stop.last.itemsDone, stop.last.itemsTotal);
            QCOMPARE(undo.report().problemCount, uint64_t(0));
            QCOMPARE(undo.report().broughtBack, uint64_t(3));
            QCOMPARE(described(fixture), before);
        }
        QVERIFY(items > 8);
    }

    void itsBeginningCanBeStoppedToo()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        const auto before = described(fixture);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        const auto restored = described(fixture);
        CancelToken ended;
        ended.cancel();
        VERIFY_FAILS(ErrorKind::Cancelled, UndoSteps::open(journal(fixture), ended));
        RestoreUndo undo(journal(fixture));
        NoProgress nobody;
        VERIFY_FAILS(ErrorKind::Cancelled, undo.run(nobody, ended));
        QCOMPARE(described(fixture), restored);
        VERIFY_OK(undo.run(nobody, {}));
        QCOMPARE(described(fixture), before);
    }

    void aFolderChangedBetweenStopAndGoingOnStaysAsItIs()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        const auto folder = at(fixture, "new folder");
        writeFile(folder + "/mine", "mine");
        QCOMPARE(::chmod(folder.constData(), 0555), 0);
        RestoreUndo undo(journal(fixture));
        CancelToken cancel;
        StopAfter stop(1, cancel);
        VERIFY_FAILS(ErrorKind::Cancelled, asNobodySpecial([&] { return undo.run(stop, cancel); }));
        QCOMPARE(modeOf(folder), mode_t(0555));
        QCOMPARE(::chmod(folder.constData(), 0750), 0);
        VERIFY_OK(asNobodySpecial([&] { return undo.run(stop, {}); }));
        QCOMPARE(modeOf(folder), mode_t(0750));
        QVERIFY(!exists(folder + "/y"));
    }

    void whatIsReplacedIsKeptUnderANameThatSaysSo()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        QByteArrayList kept;
        for (const auto &name : namesIn(fixture.target() + "/tree")) {
            if (name.startsWith('.') && name.contains(".before-restore-"))
                kept += name.first(name.indexOf(".before"));
        }
        QCOMPARE(kept, (QByteArrayList{".file there", ".link", ".other"}));
        QCOMPARE(readFile(at(fixture, "other")), QByteArray("from the point"));
    }

    void whatWasChangedSinceStays()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        writeFile(at(fixture, "other"), "written after the restore");
        writeFile(at(fixture, "absent"), "this as well");
        writeFile(at(fixture, "new folder/mine"), "mine");
        const auto undone = undoRestore(journal(fixture));
        VERIFY_OK(undone);
        QCOMPARE(undone->problemCount, uint64_t(3));
        QByteArrayList stayed;
        for (const auto &problem : undone->problems)
            stayed += problem.path.sliced(at(fixture, "").size());
        std::ranges::sort(stayed);
        QCOMPARE(stayed, (QByteArrayList{"absent", "new folder", "other"}));
        QCOMPARE(readFile(at(fixture, "other")), QByteArray("written after the restore"));
        QCOMPARE(readFile(at(fixture, "absent")), QByteArray("this as well"));
        QCOMPARE(readFile(at(fixture, "new folder/mine")), QByteArray("mine"));
        QVERIFY(!exists(at(fixture, "new folder/y")));
        QCOMPARE(readFile(at(fixture, "file there")), QByteArray("of the user, too"));
    }

    void whatWasRemovedSinceComesBack()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        ::unlink(at(fixture, "other").constData());
        ::unlink(at(fixture, "absent").constData());
        const auto undone = undoRestore(journal(fixture));
        VERIFY_OK(undone);
        QCOMPARE(undone->problemCount, uint64_t(0));
        QCOMPARE(readFile(at(fixture, "other")), QByteArray("of the user"));
        QVERIFY(!exists(at(fixture, "absent")));
    }

    void aLinkOnTheWayIsNotFollowed()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        const auto tree = fixture.target() + "/tree", moved = fixture.base() + "/moved";
        QCOMPARE(::rename(tree.constData(), moved.constData()), 0);
        QCOMPARE(::symlink(moved.constData(), tree.constData()), 0);
        const auto before = describeTree(moved);
        const auto undone = undoRestore(journal(fixture));
        VERIFY_OK(undone);
        QVERIFY(undone->problemCount > 0);
        QCOMPARE(describeTree(moved), before);
    }

    void aFolderThatNobodyMayWriteToIsEmptied()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        QCOMPARE(::chmod(at(fixture, "new folder").constData(), 0555), 0);
        const auto undone = asNobodySpecial([&] { return undoRestore(journal(fixture)); });
        VERIFY_OK(undone);
        QCOMPARE(undone->problemCount, uint64_t(0));
        QVERIFY(!exists(at(fixture, "new folder")));
    }

    void aFolderThatStaysIsClosedAgain()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        writeFile(at(fixture, "new folder/mine"), "mine");
        QCOMPARE(::chmod(at(fixture, "new folder").constData(), 0555), 0);
        const auto undone = asNobodySpecial([&] { return undoRestore(journal(fixture)); });
        VERIFY_OK(undone);
        QCOMPARE(undone->problemCount, uint64_t(1));
        QCOMPARE(undone->problems[0].why, UndoObstacle::HoldsOthers);
        QVERIFY(!exists(at(fixture, "new folder/y")));
        QCOMPARE(modeOf(at(fixture, "new folder")), mode_t(0555));
    }

    void permissionsThatWereSetSinceStay()
    {
        RestoreFixture fixture;
        const auto point = makePoint(fixture);
        prepare(fixture, point);
        VERIFY_OK(restore(fixture, point, OnConflict::Overwrite));
        const auto tree = fixture.target() + "/tree";
        QCOMPARE(::chmod(tree.constData(), 0711), 0);
        const auto undone = undoRestore(journal(fixture));
        VERIFY_OK(undone);
        QCOMPARE(undone->problemCount, uint64_t(1));
        QCOMPARE(undone->problems[0].path, tree);
        QCOMPARE(modeOf(tree), mode_t(0711));
    }

    void whatCannotBeNotedLeavesTheJournalWhole()
    {
        RestoreFixture fixture;
        const auto file = journal(fixture);
        const UndoStep step{.kind = UndoStep::Kind::Placed,
                            .path = "/home/u/letter",
                            .name = {},
                            .file = {7, 9, {1, 2}, {3, 4}},
                            .before = {}};
        auto undo = UndoJournal::create(file);
        VERIFY_OK(undo);
        VERIFY_OK((*undo)->note(step));
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
        const rlimit full{rlim_t(QFile(file).size() + 3), limit.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &full), 0);
        const auto noted = (*undo)->note(step);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        QVERIFY(!noted);
        VERIFY_OK((*undo)->note(step));
        const auto steps = stepsOf(file);
        VERIFY_OK(steps);
        QCOMPARE(steps->size(), size_t(2));
    }

    void aLongJournalIsReadInPieces()
    {
        RestoreFixture fixture;
        auto undo = UndoJournal::create(journal(fixture));
        VERIFY_OK(undo);
        constexpr size_t kSteps = 40; // of up to a megabyte: longer than what is read at a time, and across its ends
        for (size_t i = 0; i < kSteps; ++i)
            VERIFY_OK((*undo)->note({.kind = UndoStep::Kind::Placed,
                                     .path = "/home/u/" + QByteArray::number(qulonglong(i)),
                                     .name = {},
                                     .file = {},
                                     .before = QByteArray(qsizetype(1'000'000 - i * 777), 'x')}));
        const auto steps = stepsOf(journal(fixture));
        VERIFY_OK(steps);
        QCOMPARE(steps->size(), kSteps);
        for (size_t i = 0; i < kSteps; ++i) {
            QCOMPARE((*steps)[i].path, "/home/u/" + QByteArray::number(qulonglong(i)));
            QCOMPARE((*steps)[i].before.size(), qsizetype(1'000'000 - i * 777));
        }
    }

    void aNameIsOfItsFolder_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("another folder's") << QByteArray("../letter");
        QTest::newRow("the folder") << QByteArray(".");
        QTest::newRow("its parent") << QByteArray("..");
    }
    void aNameIsOfItsFolder()
    {
        QFETCH(QByteArray, name);
        RestoreFixture fixture;
        auto undo = UndoJournal::create(journal(fixture));
        VERIFY_OK(undo);
        VERIFY_OK((*undo)->note(
            {.kind = UndoStep::Kind::Kept, .path = "/home/u/letter", .name = name, .file = {}, .before = {}}));
        const auto steps = stepsOf(journal(fixture));
        VERIFY_OK(steps);
        QVERIFY(steps->empty());
    }

    void aTornJournalIsReadAsFarAsItGoes()
    {
        RestoreFixture fixture;
        const auto file = journal(fixture);
        const UndoStep step{.kind = UndoStep::Kind::Placed,
                            .path = "/home/u/letter",
                            .name = {},
                            .file = {7, 9, {1, 2}, {3, 4}},
                            .before = {}};
        {
            auto undo = UndoJournal::create(file);
            VERIFY_OK(undo);
            VERIFY_OK((*undo)->note(step));
            VERIFY_OK((*undo)->note(step));
        }
        QFile torn(file);
        const auto size = torn.size();
        for (qint64 end = size - 1; end > 5; --end) {
            QVERIFY(torn.resize(end));
            const auto steps = stepsOf(file);
            VERIFY_OK(steps);
            QVERIFY(steps->size() < 2);
            QVERIFY(steps->empty() || steps->front() == step);
        }
        QVERIFY(torn.resize(3));
        QVERIFY(!stepsOf(file));
    }
};

QTEST_GUILESS_MAIN(TestRestoreUndo)
#include "tst_restore_undo.moc"
