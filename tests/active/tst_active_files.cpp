/// Databases that another process changes without a pause, captured: what is captured is as it was after one
/// transaction, or it is said not to be.
#include "active/active_files.h"
#include "active/loop_mount.h"
#include "active/spare_clones.h"
#include "active/written_database.h"
#include "active/written_pages.h"
#include "files/open_file.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/mman.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

constexpr int kCaptures = 25;

FileDescriptor openFolder(const QString &path)
{
    return FileDescriptor(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

bool wantAll(const QByteArray &, const FileStatus &)
{
    return true;
}

/// Makes @p folder hold what was captured and nothing else.
bool writeTo(const QString &folder, const Capture &capture)
{
    QDir(folder).removeRecursively();
    if (!QDir().mkpath(folder))
        return false;
    for (const auto &file : capture.files) {
        if (!file.exists)
            continue;
        QFile from, to(folder + QLatin1Char('/') + QString::fromUtf8(file.name));
        if (!from.open(file.file.get(), QIODevice::ReadOnly) || !from.seek(0) || !to.open(QIODevice::WriteOnly))
            return false;
        QByteArray content = from.read(qint64(file.status.size));
        if (file.guarded) {
            content.resize(qsizetype(file.status.size));
            const auto got = file.guarded->readAt(content.data(), content.size(), 0);
            if (!got)
                return false;
            content.truncate(*got);
        }
        if (to.write(content) != content.size())
            return false;
    }
    return true;
}

FileGroup group()
{
    return {GroupKind::Sqlite, {"a.db", "a.db-journal", "a.db-wal"}, {}};
}

} // namespace

class ActiveFilesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> spill_;

private Q_SLOTS:
    void init() { spill_ = std::make_unique<QTemporaryDir>(); }

    void aDatabaseInUseIsCapturedAfterOneTransaction_data()
    {
        QTest::addColumn<QString>("fileSystem");
        QTest::addColumn<QString>("mode");
        for (const char *fileSystem : {"", "ext4", "btrfs", "xfs"}) {
            for (const char *mode : {"wal", "delete", "persist", "truncate"})
                QTest::addRow("%s %s", *fileSystem ? fileSystem : "here", mode)
                    << QString::fromLatin1(fileSystem) << QString::fromLatin1(mode);
        }
    }
    void aDatabaseInUseIsCapturedAfterOneTransaction()
    {
        QFETCH(QString, fileSystem);
        QFETCH(QString, mode);
        const QTemporaryDir here;
        std::optional<LoopMount> mount;
        QString place = here.path();
        if (!fileSystem.isEmpty()) {
            mount.emplace(fileSystem);
            if (!mount->problem().isEmpty())
                QSKIP(qUtf8Printable(mount->problem()));
            place = mount->path();
        }
        {
            DatabaseWriter writer(place + QStringLiteral("/a.db"), mode);
            QVERIFY(writer.isRunning());
            ActiveFiles active({}, spill_->path());
            const auto folder = openFolder(place);
            qint64 first = 0, last = 0;
            for (int i = 0; i < kCaptures; ++i) {
                const auto capture = active.capture(folder.get(), group(), wantAll);
                VERIFY_OK(capture);
                QVERIFY2(capture->isFrozen(), qUtf8Printable(capture->reason));
                const bool hasClones = fileSystem == QStringLiteral("btrfs") || fileSystem == QStringLiteral("xfs");
                if (hasClones)
                    QCOMPARE(capture->protection, Protection::Clone);
                const QString copy = spill_->filePath(QStringLiteral("copy"));
                QVERIFY(writeTo(copy, *capture));
                const QString database = copy + QStringLiteral("/a.db");
                QVERIFY2(problemOf(database).isEmpty(), qUtf8Printable(problemOf(database)));
                const qint64 transactions = transactionsOf(database);
                QVERIFY(transactions >= last);
                first = i == 0 ? transactions : first;
                last = transactions;
            }
            QVERIFY(last > first); // the writer went on
            QVERIFY(writer.isRunning());
        }
    }

    void aDatabaseThatIsTooLargeForTheCopyIsGuarded_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char *mode : {"wal", "delete", "persist", "truncate"})
            QTest::addRow("%s", mode) << QString::fromLatin1(mode);
    }
    void aDatabaseThatIsTooLargeForTheCopyIsGuarded()
    {
        QFETCH(QString, mode);
        const LoopMount mount(QStringLiteral("ext4"));
        if (!mount.problem().isEmpty())
            QSKIP(qUtf8Printable(mount.problem()));
        const auto folder = openFolder(mount.path());
        CopyGuard guard(std::chrono::milliseconds(500));
        guard.watch(folder.get());
        if (!guard.isWatching())
            QSKIP("this kernel has no pre-content events, or we may not ask");
        const DatabaseWriter writer(mount.path() + QStringLiteral("/a.db"), mode, 70);
        QVERIFY(writer.isRunning());
        ActiveFiles active({}, spill_->path(), &guard);
        qint64 last = 0;
        for (int i = 0; i < 5; ++i) {
            auto capture = active.capture(folder.get(), group(), wantAll);
            VERIFY_OK(capture);
            QCOMPARE(capture->protection, Protection::CopyBeforeWrite);
            QTest::qSleep(200); // no lock is held
            const QString copy = spill_->filePath(QStringLiteral("copy"));
            QVERIFY(writeTo(copy, *capture));
            VERIFY_OK(ActiveFiles::hasHeld(folder.get(), *capture));
            const QString database = copy + QStringLiteral("/a.db");
            QVERIFY2(problemOf(database).isEmpty(), qUtf8Printable(problemOf(database)));
            const qint64 transactions = transactionsOf(database);
            QVERIFY(transactions > last); // the writer went on
            last = transactions;
        }
        QVERIFY(writer.isRunning());
    }

    void aDiskImageThatIsOverwrittenIsGuarded()
    {
        const LoopMount mount(QStringLiteral("ext4"));
        if (!mount.problem().isEmpty())
            QSKIP(qUtf8Printable(mount.problem()));
        const auto folder = openFolder(mount.path());
        CopyGuard guard(std::chrono::milliseconds(500));
        constexpr qint64 kPages = 1'000;
        const QString image = mount.path() + QStringLiteral("/vm.qcow2");
        QVERIFY(makePages(image, kPages));
        const FileGroup group{GroupKind::DiskImage, {"vm.qcow2"}, {}};
        ActiveFiles active({}, spill_->path(), &guard);
        PageWriter early(image);
        auto capture = active.capture(folder.get(), group, wantAll);
        VERIFY_OK(capture);
        QCOMPARE(capture->protection, Protection::AtRest);
        QTRY_VERIFY(!ActiveFiles::hasHeld(folder.get(), *capture));
        const bool canGuard = capture->reason.contains(QStringLiteral("backspool-agent runs"));
        QVERIFY(early.end());
        if (!canGuard)
            QSKIP("this kernel has no pre-content events, or we may not ask");
        QVERIFY(makePages(image, kPages));
        guard.watch(folder.get());
        PageWriter writer(image);
        qint64 last = 0;
        for (int i = 0; i < 3; ++i) {
            capture = active.capture(folder.get(), group, wantAll);
            VERIFY_OK(capture);
            QCOMPARE(capture->protection, Protection::CopyBeforeWrite);
            const QString copy = spill_->filePath(QStringLiteral("copy"));
            QVERIFY(writeTo(copy, *capture));
            VERIFY_OK(ActiveFiles::hasHeld(folder.get(), *capture));
            QFile copied(copy + QStringLiteral("/vm.qcow2"));
            QVERIFY(copied.open(QIODevice::ReadOnly));
            qint64 writes = 0;
            const QString problem = problemOfPages(copied.readAll(), kPages, &writes);
            QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
            QVERIFY(writes > last);
            last = writes;
        }
        QVERIFY(writer.end());
    }

    /// What looked as in the last point, and is written to before the moment of the others, is captured with them.
    void aMemberThatChangesWhileTheOthersAreGuardedIsGuardedToo()
    {
        const LoopMount mount(QStringLiteral("ext4"));
        if (!mount.problem().isEmpty())
            QSKIP(qUtf8Printable(mount.problem()));
        const auto folder = openFolder(mount.path());
        CopyGuard guard(std::chrono::milliseconds(500));
        ActiveFiles active({}, spill_->path(), &guard);
        const QString first = mount.path() + QStringLiteral("/a.part"),
                      second = mount.path() + QStringLiteral("/b.part");
        QVERIFY(makePages(first, 3));
        QVERIFY(makePages(second, 3));
        const FileGroup group{GroupKind::UserDefined, {"a.part", "b.part"}, {}};
        qint64 pages = 3;
        const auto wantFirst = [&](const QByteArray &name, const FileStatus &) {
            if (name == "a.part")
                return true;
            makePages(second, ++pages);
            return false;
        };
        const auto capture = active.capture(folder.get(), group, wantFirst);
        VERIFY_OK(capture);
        if (capture->protection != Protection::CopyBeforeWrite)
            QSKIP("this kernel has no pre-content events, or we may not ask");
        QVERIFY(capture->files.back().file.isOpen());
        QCOMPARE(capture->files.back().status.size, uint64_t(pages * 4'096));
    }

    /// A member is written to in each try, before the other is cloned.
    void theClonesOfATryThatDoesNotComeOffAreClonedOnto()
    {
        const LoopMount mount(QStringLiteral("xfs"));
        if (!mount.problem().isEmpty())
            QSKIP(qUtf8Printable(mount.problem()));
        const QString first = mount.path() + QStringLiteral("/a.part"),
                      second = mount.path() + QStringLiteral("/b.part");
        qint64 pages = 3;
        QVERIFY(makePages(first, pages));
        QVERIFY(makePages(second, pages));
        const auto writeFirst = [&](const QByteArray &name, const FileStatus &) {
            return name == "a.part" || makePages(first, ++pages);
        };
        const auto folder = openFolder(mount.path());
        SpareClones spares;
        ActiveFiles active({}, spill_->path(), nullptr, &spares);
        const auto capture =
            active.capture(folder.get(), {GroupKind::UserDefined, {"a.part", "b.part"}, {}}, writeFirst);
        VERIFY_OK(capture);
        QCOMPARE(capture->protection, Protection::AtRest);
        for (const QByteArray name : {"a.part", "b.part"}) {
            const auto file = openFileAt(folder.get(), name);
            VERIFY_OK(file);
            const auto clone = spares.take(file->get());
            QVERIFY(clone);
            QCOMPARE(statusOf(clone->get()).value().size, statusOf(file->get()).value().size);
        }
    }

    void aDatabaseThatIsTooLargeForTheCopyIsSaidToBeOfNoMoment()
    {
        const QTemporaryDir place;
        const DatabaseWriter writer(place.filePath(QStringLiteral("a.db")), QStringLiteral("delete"));
        policy::ActivePolicy policy;
        policy.spillMebibytes = 0;
        ActiveFiles active(policy, spill_->path());
        const auto folder = openFolder(place.path());
        auto capture = active.capture(folder.get(), group(), wantAll);
        VERIFY_OK(capture);
        if (capture->protection == Protection::Clone)
            QSKIP("temporary files are on a file system with clones");
        QVERIFY(!capture->isFrozen());
        QVERIFY2(capture->reason.contains(QStringLiteral("active.spill_mebibytes")), qUtf8Printable(capture->reason));
        QTRY_VERIFY(!ActiveFiles::isAsCaptured(folder.get(), *capture));
    }

    void whatNobodyWritesIsAsItWasCaptured()
    {
        const QTemporaryDir place;
        {
            const DatabaseWriter writer(place.filePath(QStringLiteral("a.db")), QStringLiteral("wal"));
        }
        policy::ActivePolicy policy;
        policy.spillMebibytes = 0;
        ActiveFiles active(policy, spill_->path());
        const auto folder = openFolder(place.path());
        const auto capture = active.capture(folder.get(), group(), wantAll);
        VERIFY_OK(capture);
        QVERIFY(ActiveFiles::isAsCaptured(folder.get(), *capture));
        QFile::remove(place.filePath(QStringLiteral("a.db-wal")));
        QVERIFY(!ActiveFiles::isAsCaptured(folder.get(), *capture));
    }

    void whatIsWrittenToThroughMemoryIsNotTakenAsAtRest()
    {
        const QTemporaryDir place;
        const QByteArray path = QFile::encodeName(place.filePath(QStringLiteral("data.mdb")));
        const FileDescriptor file(::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        QVERIFY(::ftruncate(file.get(), 4'096) == 0);
        ActiveFiles active({}, spill_->path());
        const auto folder = openFolder(place.path());
        const FileGroup lmdb{GroupKind::Lmdb, {"data.mdb"}, {}};
        const auto before = active.capture(folder.get(), lmdb, wantAll);
        VERIFY_OK(before);
        if (before->protection == Protection::Clone)
            QSKIP("temporary files are on a file system with clones");
        QCOMPARE(before->protection, Protection::AtRest);
        void *mapped = ::mmap(nullptr, 4'096, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
        QVERIFY(mapped != MAP_FAILED);
        const auto capture = active.capture(folder.get(), lmdb, wantAll);
        ::munmap(mapped, 4'096);
        VERIFY_OK(capture);
        QCOMPARE(capture->protection, Protection::None);
        QVERIFY(!capture->reason.isEmpty());
    }

    /// A writer that was killed leaves a log that belongs to the database as much as the database.
    void aDatabaseWhoseProgramDiedIsCapturedWithItsLog_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char *mode : {"wal", "delete", "persist", "truncate"})
            QTest::newRow(mode) << QString::fromLatin1(mode);
    }
    void aDatabaseWhoseProgramDiedIsCapturedWithItsLog()
    {
        QFETCH(QString, mode);
        for (int i = 0; i < 10; ++i) {
            const QTemporaryDir place;
            {
                const DatabaseWriter writer(place.filePath(QStringLiteral("a.db")), mode);
            }
            ActiveFiles active({}, spill_->path());
            const auto folder = openFolder(place.path());
            const auto capture = active.capture(folder.get(), group(), wantAll);
            VERIFY_OK(capture);
            QVERIFY2(capture->isFrozen(), qUtf8Printable(capture->reason));
            const QString copy = spill_->filePath(QStringLiteral("copy"));
            QVERIFY(writeTo(copy, *capture));
            const QString problem = problemOf(copy + QStringLiteral("/a.db"));
            QVERIFY2(problem.isEmpty(), qUtf8Printable(problem));
        }
    }
};

QTEST_GUILESS_MAIN(ActiveFilesTest)
#include "tst_active_files.moc"
