/// Whole backups in one process, to a real service on a disk in memory: what is read again, and what goes wrong on the
/// agent's own side.
#include "api/host.h"
#include "backup/backup_run.h"
#include "difference/tree_cache.h"
#include "engine/scripted_service.h"
#include "files/file_status.h"
#include "read/content_bytes.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <thread>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {

constexpr auto kNoWindow = std::chrono::nanoseconds::zero();
constexpr auto kWindow = std::chrono::seconds(60);
constexpr uint64_t kFiles = 60;

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

Result<BackupReport> backUp(const protocol::Identity &identity, const QString &state, const QString &tree,
                            std::chrono::nanoseconds window, SystemDocument::Gather system = {})
{
    const auto connection = TRY(protocol::ClientConnection::connect(identity, QStringLiteral("test 1")));
    BackupOptions options;
    options.paths = {QFile::encodeName(tree)};
    options.racyWindow = window;
    options.systemInformation = std::move(system);
    NoProgress progress;
    const CancelToken cancel;
    return runBackup(*connection, identity, AgentState(state), SystemClock(), options, progress, cancel);
}

/// Stands until it is moved.
class StandingClock final : public Clock
{
public:
    explicit StandingClock(WallTime now) : now_(now.time_since_epoch().count()) {}
    WallTime now() const override { return WallTime(std::chrono::nanoseconds(now_)); }
    std::chrono::steady_clock::time_point steadyNow() const override
    {
        return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(now_));
    }
    void advance(std::chrono::nanoseconds by) { now_ += by.count(); }

private:
    std::atomic<int64_t> now_;
};

WallTime changeTimeOf(const QString &path)
{
    struct stat status{};
    ::stat(QFile::encodeName(path).constData(), &status);
    return fromUnixSeconds(status.st_ctim.tv_sec) + std::chrono::nanoseconds(status.st_ctim.tv_nsec);
}

/// A backup in a thread of its own, by a clock of the test's.
class RunningBackup final : private ProgressSink
{
public:
    RunningBackup(const protocol::Identity &identity, const QString &state, const QString &tree, const Clock &clock,
                  Quiescence quiescence)
        : thread_([=, this, &clock] {
              const auto connection = protocol::ClientConnection::connect(identity, QStringLiteral("test 1"));
              BackupOptions options;
              options.paths = {QFile::encodeName(tree)};
              options.racyWindow = kNoWindow;
              options.quiescence = quiescence;
              result_ = connection
                            ? runBackup(**connection, identity, AgentState(state), clock, options, *this, cancel_)
                            : Result<BackupReport>(fail(connection.error()));
          })
    {
    }
    uint64_t bytesRead() const { return bytesRead_; }
    void cancel() { cancel_.cancel(); }
    const Result<BackupReport> &result()
    {
        if (thread_.joinable())
            thread_.join();
        return *result_;
    }

private:
    void progressed(const Progress &progress) override { bytesRead_ = progress.bytesDone; }

    std::atomic<uint64_t> bytesRead_ = 0;
    CancelToken cancel_;
    std::optional<Result<BackupReport>> result_;
    std::jthread thread_;
};

/// The local disk has no room for more than @p bytes of a file.
class FullDisk
{
public:
    explicit FullDisk(rlim_t bytes)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &was_);
        const rlimit limit{bytes, was_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &was_); }

private:
    rlimit was_{};
};

} // namespace

class BackupRunTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::optional<protocol::Identity> identity_;

    QString tree() const { return folder_->filePath(QStringLiteral("tree")); }
    QString state() const { return folder_->filePath(QStringLiteral("state")); }
    Result<BackupReport> backUp(std::chrono::nanoseconds window = kNoWindow)
    {
        return ::backUp(*identity_, state(), tree(), window);
    }
    /// The trees of the folder in the last point: the same as before when nothing of it went to the service.
    std::pair<ObjectName, ObjectName> trees()
    {
        const auto cache = openCache(*identity_);
        uint64_t record = cache->point().rootRecord.offset;
        std::pair<ObjectName, ObjectName> trees;
        for (const auto &name : QFile::encodeName(tree()).split('/').sliced(1)) {
            const auto folder = cache->read(record).value();
            const auto entry = std::ranges::find(folder.entries(), QByteArrayView(name), &CachedFolder::Entry::name);
            if (entry == folder.entries().end())
                qFatal("it is not in the point");
            record = entry->child.offset;
            trees = {format::DirectoryEntry::decode(entry->entry)->content, format::Hint::decode(entry->hint)->hints};
        }
        return trees;
    }
    /// Of @p path in the tree.
    format::DirectoryEntry entryOf(const QString &path)
    {
        const auto cache = openCache(*identity_);
        const auto find = [&](uint64_t record, QByteArrayView of) {
            const auto folder = cache->read(record).value();
            const auto entry = std::ranges::find(folder.entries(), of, &CachedFolder::Entry::name);
            if (entry == folder.entries().end())
                qFatal("it is not in the point");
            return std::pair(format::DirectoryEntry::decode(entry->entry).value(), entry->child.offset);
        };
        std::pair<format::DirectoryEntry, uint64_t> found{{}, cache->point().rootRecord.offset};
        for (const auto &of : QFile::encodeName(tree() + path).split('/').sliced(1))
            found = find(found.second, of);
        return found.first;
    }
    std::unique_ptr<TreeCache> openCache(const protocol::Identity &identity) const
    {
        return TreeCache::open(state() + QStringLiteral("/cache"),
                               identity.repository.toUtf8() + '/' + QByteArray::number(identity.client.value))
            .value();
    }
    /// As a client reads it.
    QByteArray documentOf(PointId point)
    {
        const auto connection = protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1"));
        ConnectedService service(**connection);
        const codec::Digester digester(identity_->domainSecret);
        ObjectFetcher fetcher(service, digester);
        const auto record = service.point(point);
        if (!record || record->systemInformation.isEmpty())
            return record ? QByteArray() : record.error().text().toUtf8();
        const auto bytes = readContent(fetcher, digester, record->systemInformation, {}, format::kMaxSystemInformation);
        return bytes ? *bytes : bytes.error().text().toUtf8();
    }
    QString cacheFile() const
    {
        QDirIterator files(state() + QStringLiteral("/cache"), {QStringLiteral("tree-*.cache")});
        return files.hasNext() ? files.next() : QString();
    }

    /// A file that was written to ten seconds before the time of the clock that is returned; all others a second
    /// earlier at least.
    std::unique_ptr<StandingClock> justWritten(const QString &file)
    {
        QTest::qSleep(1'100); // of the file system's clock, which nobody sets
        write(file, QByteArray(500, 'a'));
        return std::make_unique<StandingClock>(changeTimeOf(file) + std::chrono::seconds(10));
    }
    static constexpr uint64_t kOldBytes = kFiles * 1'000;

private Q_SLOTS:
    void whatWasJustWrittenIsReadWhenItIsLeftAlone()
    {
        const QString file = tree() + QStringLiteral("/group/new");
        const auto clock = justWritten(file);
        RunningBackup backup(*identity_, state(), tree(), *clock, {std::chrono::milliseconds(10'500), kWindow});
        QTRY_COMPARE(backup.bytesRead(), kOldBytes); // the others go on
        write(file, QByteArray(700, 'b'));
        clock->advance(std::chrono::seconds(20));
        VERIFY_OK(backup.result());
        QCOMPARE(backup.result()->statistics.bytesRead, kOldBytes + 700);
        QCOMPARE(backup.result()->statistics.files, kFiles + 1);
    }

    void whoMayReadAFileIsOfTheFileWhoseContentItIs()
    {
        if (::geteuid() != 0)
            QSKIP("only root gives files away");
        constexpr uint32_t kAnn = 1000, kBob = 1001;
        const QString hers = tree() + QStringLiteral("/group/hers"), his = tree() + QStringLiteral("/group/his");
        write(his, QByteArray(300, 'b'));
        QCOMPARE(::chown(QFile::encodeName(his).constData(), kBob, kBob), 0);
        QCOMPARE(::chmod(QFile::encodeName(his).constData(), 0600), 0);
        const auto clock = justWritten(hers);
        QCOMPARE(::chown(QFile::encodeName(hers).constData(), kAnn, kAnn), 0);
        RunningBackup backup(*identity_, state(), tree(), *clock, {std::chrono::milliseconds(10'500), kWindow});
        QTRY_COMPARE(backup.bytesRead(), kOldBytes + 300); // hers is seen, and is to be read
        QCOMPARE(::renameat2(AT_FDCWD, QFile::encodeName(hers).constData(), AT_FDCWD,
                             QFile::encodeName(his).constData(), RENAME_EXCHANGE),
                 0);
        clock->advance(std::chrono::seconds(20));
        VERIFY_OK(backup.result());
        const auto entry = entryOf(QStringLiteral("/group/hers"));
        QCOMPARE(entry.size, 300U);
        QCOMPARE(entry.uid, kBob);
        QCOMPARE(entry.gid, kBob);
        QCOMPARE(entry.mode, 0600U);
    }

    /// It is closed before the last of its files is written: at no moment could everybody read that.
    void aFolderThatIsNarrowedWhileItIsReadIsNarrow_data()
    {
        QTest::addColumn<bool>("isGivenAway");
        QTest::newRow("closed") << false;
        QTest::newRow("given to another") << true;
    }
    void aFolderThatIsNarrowedWhileItIsReadIsNarrow()
    {
        QFETCH(const bool, isGivenAway);
        if (isGivenAway && ::geteuid() != 0)
            QSKIP("only root gives folders away");
        const auto group = QFile::encodeName(tree() + QStringLiteral("/group"));
        QCOMPARE(::chmod(group.constData(), 0755), 0);
        const auto clock = justWritten(tree() + QStringLiteral("/group/new"));
        RunningBackup backup(*identity_, state(), tree(), *clock, {std::chrono::milliseconds(10'500), kWindow});
        QTRY_COMPARE(backup.bytesRead(), kOldBytes); // new is seen, and is to be read
        QCOMPARE(isGivenAway ? ::chown(group.constData(), 1000, 1000) : ::chmod(group.constData(), 0700), 0);
        clock->advance(std::chrono::seconds(20));
        VERIFY_OK(backup.result());
        const auto entry = entryOf(QStringLiteral("/group"));
        QCOMPARE(entry.mode, 0700U);
        QCOMPARE(entry.uid, isGivenAway ? 1000U : ::geteuid());
    }

    void whatIsNeverLeftAloneIsReadAllTheSame()
    {
        const auto clock = justWritten(tree() + QStringLiteral("/group/log"));
        RunningBackup backup(*identity_, state(), tree(), *clock, {std::chrono::hours(1), kWindow});
        clock->advance(std::chrono::seconds(1));
        // All of them are of the last hour.
        QTest::qSleep(300);
        QCOMPARE(backup.bytesRead(), 0U);
        clock->advance(kWindow);
        VERIFY_OK(backup.result());
        QCOMPARE(backup.result()->statistics.files, kFiles + 1);
    }

    void aBackupThatWaitsCanBeCancelled()
    {
        const auto clock = justWritten(tree() + QStringLiteral("/group/new"));
        RunningBackup backup(*identity_, state(), tree(), *clock, {std::chrono::milliseconds(10'500), kWindow});
        QTRY_COMPARE(backup.bytesRead(), kOldBytes);
        backup.cancel();
        QVERIFY(!backup.result());
        QCOMPARE(backup.result().error().kind(), ErrorKind::Cancelled);
    }

    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        identity_ = *std::move(identity);
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir().mkpath(state()) && QDir().mkpath(tree() + QStringLiteral("/group")));
        for (uint64_t i = 0; i < kFiles; ++i)
            write(QStringLiteral("%1/group/a-file-with-a-name-%2").arg(tree()).arg(i), randomBytes(uint32_t(i), 1'000));
    }
    void cleanup()
    {
        host_.reset();
        folder_.reset();
    }

    void systemInformationIsSentWhenItChanges_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("one chunk") << 20'000;
        QTest::newRow("several") << 700'000;
    }
    void systemInformationIsSentWhenItChanges()
    {
        QFETCH(int, size);
        const auto first = randomBytes(901, size);
        auto changed = first;
        changed[size / 2] = char(changed[size / 2] ^ 1);
        const auto backUpWith = [&](const QByteArray &document) {
            return ::backUp(*identity_, state(), tree(), kNoWindow,
                            [document](const CancelToken &) { return document; });
        };
        const auto one = backUpWith(first);
        VERIFY_OK(one);
        QVERIFY(one->wire.sent > uint64_t(size));
        const auto two = backUpWith(first);
        VERIFY_OK(two);
        QVERIFY2(two->wire.sent < 6'000, qPrintable(QString::number(two->wire.sent)));
        const auto three = backUpWith(changed);
        VERIFY_OK(three);
        QVERIFY(three->wire.sent > 10'000);
        // It is no file.
        QCOMPARE(three->statistics.filesUnchanged, kFiles);
        QCOMPARE(three->statistics.bytesRead, 0U);
        const auto none = backUp();
        VERIFY_OK(none);

        QCOMPARE(documentOf(one->point), first);
        QCOMPARE(documentOf(two->point), first);
        QCOMPARE(documentOf(three->point), changed);
        QCOMPARE(documentOf(none->point), QByteArray());
    }
    void aBackupIsMadeWithoutSystemInformationThatCannotBeHad_data()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("too long") << QByteArray(format::kMaxSystemInformation + 1, 'x');
    }
    void aBackupIsMadeWithoutSystemInformationThatCannotBeHad()
    {
        QFETCH(QByteArray, document);
        const auto made =
            ::backUp(*identity_, state(), tree(), kNoWindow, [document](const CancelToken &) -> Result<QByteArray> {
                if (document.isEmpty())
                    return fail(ErrorKind::Io, QStringLiteral("no"));
                return document;
            });
        VERIFY_OK(made);
        QCOMPARE(documentOf(made->point), QByteArray());
    }
    void aBackupThatFailsDoesNotWaitForSystemInformation()
    {
        bool wasStopped = false;
        const auto connection = protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1"));
        VERIFY_OK(connection);
        BackupOptions options;
        options.paths = {QFile::encodeName(tree())};
        CancelToken cancel;
        options.systemInformation = [&](const CancelToken &stop) -> Result<QByteArray> {
            cancel.cancel(); // the user stops the backup
            while (!stop.isCancelled())
                std::this_thread::yield();
            wasStopped = true;
            return fail(ErrorKind::Cancelled, QStringLiteral("stopped"));
        };
        NoProgress progress;
        const auto made =
            runBackup(**connection, *identity_, AgentState(state()), SystemClock(), options, progress, cancel);
        QVERIFY(!made);
        QCOMPARE(made.error().kind(), ErrorKind::Cancelled);
        QVERIFY(wasStopped);
    }

    void anOldTreeThatDidNotChangeIsNotRead()
    {
        VERIFY_OK(backUp());
        const auto before = trees();
        const auto again = backUp();
        VERIFY_OK(again);
        QCOMPARE(again->statistics.bytesRead, 0U);
        QCOMPARE(again->statistics.filesUnchanged, kFiles);
        QCOMPARE(trees(), before);
    }

    void theCacheKnowsHowMuchToExpect()
    {
        VERIFY_OK(backUp());
        // The files, their folder, the tree and what leads to it from "/".
        const auto expected = kFiles + 1 + uint64_t(tree().count(QLatin1Char('/')));
        QCOMPARE(openCache(*identity_)->point().items, expected);
        // Fetched from the service it says the same.
        QVERIFY(QDir(state() + QStringLiteral("/cache")).removeRecursively());
        VERIFY_OK(backUp());
        QCOMPARE(openCache(*identity_)->point().items, expected);
    }

    void whatIsYoungerThanAMinuteIsReadAgainAndCostsNothingElse()
    {
        VERIFY_OK(backUp(kWindow));
        const auto before = trees();
        const auto again = backUp(kWindow);
        VERIFY_OK(again);
        QCOMPARE(again->statistics.bytesRead, kFiles * 1'000);
        QCOMPARE(again->statistics.filesUnchanged, kFiles);
        QCOMPARE(trees(), before);
        // As if a minute had passed: read once more, then never again, and nothing of it goes to the service.
        const auto later = backUp(kNoWindow);
        VERIFY_OK(later);
        QCOMPARE(later->statistics.bytesRead, kFiles * 1'000);
        QCOMPARE(trees(), before);
        const auto settled = backUp(kNoWindow);
        VERIFY_OK(settled);
        QCOMPARE(settled->statistics.bytesRead, 0U);
        QCOMPARE(trees(), before);
    }

    void aRenamedFolderOfYoungFilesIsReadAndClaimedAsOne()
    {
        VERIFY_OK(backUp(kWindow));
        QVERIFY(QDir().rename(tree() + QStringLiteral("/group"), tree() + QStringLiteral("/renamed")));
        const auto again = backUp(kWindow);
        VERIFY_OK(again);
        QCOMPARE(again->statistics.bytesRead, kFiles * 1'000);
        // Names of 60 contents have 1,920 bytes; a whole connection besides has some 5,000.
        QVERIFY2(again->wire.sent < 8'000, qPrintable(QString::number(again->wire.sent)));
    }

    /// The change time moves when the page is first written to, and not again until the kernel has written it back.
    void whatIsWrittenThroughAMappingLaterIsNotOverlooked()
    {
        const QByteArray path = QFile::encodeName(tree() + QStringLiteral("/mapped"));
        write(QFile::decodeName(path), QByteArray(5'000, 'a'));
        const FileDescriptor file(::open(path.constData(), O_RDWR | O_CLOEXEC));
        void *mapping = ::mmap(nullptr, 4'096, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
        QVERIFY(mapping != MAP_FAILED);
        auto *bytes = static_cast<char *>(mapping);
        bytes[0] = 'b';
        const auto isOlderThanATick = [&] {
            const auto changed = statusOf(file.get())->changed;
            return SystemClock().now() - fromUnixSeconds(changed.seconds) -
                       std::chrono::nanoseconds(changed.nanoseconds) >
                   std::chrono::milliseconds(100);
        };
        QTRY_VERIFY(isOlderThanATick());
        VERIFY_OK(backUp(kWindow));
        bytes[0] = 'c';
        const auto again = backUp(kWindow);
        ::munmap(mapping, 4'096);
        VERIFY_OK(again);
        QCOMPARE(again->statistics.filesModified, 1U);
    }

    void aDamagedCacheIsFetchedAgain_data()
    {
        QTest::addColumn<bool>("atItsEnd");
        QTest::newRow("a folder") << false;
        QTest::newRow("the root") << true;
    }
    void aDamagedCacheIsFetchedAgain()
    {
        QFETCH(bool, atItsEnd);
        VERIFY_OK(backUp());
        {
            QFile file(cacheFile());
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(atItsEnd ? file.size() - 1 : 40));
            const char was = file.peek(1).at(0);
            QVERIFY(file.putChar(char(was ^ 1)));
        }
        write(tree() + QStringLiteral("/new"), "new");
        const auto again = backUp();
        VERIFY_OK(again);
        QCOMPARE(again->statistics.filesUnchanged, kFiles);
        QCOMPARE(again->statistics.bytesRead, 3U);
        const auto before = trees();
        const auto last = backUp();
        VERIFY_OK(last);
        QCOMPARE(last->statistics.bytesRead, 0U);
        QCOMPARE(trees(), before);
    }

    void aFullLocalDiskDoesNotStopABackup_data()
    {
        QTest::addColumn<int>("backupsBefore");
        QTest::newRow("first backup") << 0;
        QTest::newRow("later backup") << 1;
    }
    void aFullLocalDiskDoesNotStopABackup()
    {
        QFETCH(int, backupsBefore);
        for (int i = 0; i < backupsBefore; ++i)
            VERIFY_OK(backUp());
        write(tree() + QStringLiteral("/group/new"), "new");
        for (int round = 0; round < 2; ++round) {
            const FullDisk full(4'096);
            const auto report = backUp();
            VERIFY_OK(report);
            QCOMPARE(report->statistics.files, kFiles + 1);
            QVERIFY(report->skipped.empty());
        }
        const auto again = backUp();
        VERIFY_OK(again);
        QCOMPARE(again->statistics.files, kFiles + 1);
        const auto last = backUp();
        VERIFY_OK(last);
        QCOMPARE(last->statistics.bytesRead, 0U);
        QCOMPARE(last->statistics.filesUnchanged, kFiles + 1);
    }

    void selectingWhatTheKernelShowsIsNotPassedOverInSilence_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("itself") << "/proc";
        QTest::newRow("in it") << "/proc/sys/kernel";
    }
    void selectingWhatTheKernelShowsIsNotPassedOverInSilence()
    {
        QFETCH(QString, path);
        const auto report = ::backUp(*identity_, state(), path, kNoWindow);
        VERIFY_OK(report);
        QCOMPARE(report->skipped.size(), 1U);
        QCOMPARE(report->skipped[0].path, QByteArray("/proc"));
    }

    /// As a file system does whose time stamps are coarse: the change time says nothing, the size does.
    void sizeAndModificationTimeAreLookedAtToo_data()
    {
        QTest::addColumn<bool>("bySize");
        QTest::newRow("size") << true;
        QTest::newRow("modification time") << false;
    }
    void sizeAndModificationTimeAreLookedAtToo()
    {
        QFETCH(bool, bySize);
        ScriptedService service({});
        const auto identity = service.identity();
        VERIFY_OK(::backUp(identity, state(), tree(), kNoWindow));
        const auto unchanged = ::backUp(identity, state(), tree(), kNoWindow);
        VERIFY_OK(unchanged);
        QCOMPARE(unchanged->statistics.bytesRead, 0U);
        {
            // The cache says something else of one file now, but for its change time.
            const auto cache = openCache(identity);
            VERIFY_OK(cache->beginUpdate());
            auto point = cache->point();
            const std::function<CachedRecord(uint64_t)> copy = [&](uint64_t record) {
                const auto folder = cache->read(record).value();
                std::vector<TreeCache::Item> items;
                std::vector<QByteArray> changed;
                changed.reserve(1);
                for (const auto &was : folder.entries()) {
                    items.push_back({was.entry, was.hint, was.child.offset ? copy(was.child.offset) : CachedRecord{}});
                    if (was.name != QByteArrayView("a-file-with-a-name-7"))
                        continue;
                    auto entry = format::DirectoryEntry::decode(was.entry).value();
                    bySize ? ++entry.size : uint64_t(++entry.modified.seconds);
                    changed.push_back(entry.encode());
                    items.back().entry = changed.back();
                }
                return cache->append(folder.node(), folder.hints(), items).value();
            };
            point.rootRecord = copy(point.rootRecord.offset);
            VERIFY_OK(cache->commit(point));
        }
        const auto again = ::backUp(identity, state(), tree(), kNoWindow);
        VERIFY_OK(again);
        QCOMPARE(again->statistics.bytesRead, 1'000U);
        QCOMPARE(again->statistics.filesModified, 1U);
    }
};

QTEST_GUILESS_MAIN(BackupRunTest)
#include "tst_backup_run.moc"
