/// Files that are overwritten all the time are read as they were at one moment, or it is said that they are not; and
/// whatever happens to the agent and to its guard, nobody who writes waits for longer than the bound.
#include "active/guard/copy_guard.h"
#include "active/loop_mount.h"
#include "active/ring_call.h"
#include "active/written_pages.h"
#include "support/verify_ok.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/io_uring.h>
#include <signal.h>
#include <sys/mman.h>

#include <array>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kPages = 2'000;
constexpr qint64 kPage = 4'096;
constexpr auto kBound = 500ms;
using Guarded = Result<std::vector<std::unique_ptr<GuardedFile>>>;

FileDescriptor openFile(const QString &path, int flags = O_RDONLY)
{
    return FileDescriptor(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC));
}

QByteArray read(const GuardedFile &file, qint64 size = kPages * kPage)
{
    QByteArray content;
    // In parts, as a backup does, and so slowly that there are writes between them.
    for (constexpr qsizetype kPart = 200'000; content.size() < size;) {
        QByteArray part(std::min<qsizetype>(kPart, size - content.size()), 'x');
        const auto got = file.readAt(part.data(), part.size(), uint64_t(content.size()));
        if (!got || *got == 0)
            break;
        content += part.first(*got);
    }
    return content;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The process that answers the kernel.
pid_t workerOf(const CopyGuard &guard)
{
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(guard.process()));
    return children.open(QIODevice::ReadOnly) ? children.readAll().trimmed().toInt() : 0;
}

void wait(std::chrono::milliseconds time)
{
    QTest::qSleep(int(time.count()));
}

} // namespace

class CopyGuardTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Spill> spill_;
    QString path_;

    /// Of the file of this test.
    Guarded guardFile(CopyGuard &guard, const FileDescriptor &file)
    {
        return guard.guard(std::array{file.get()}, *spill_);
    }

private Q_SLOTS:
    void initTestCase()
    {
        init();
        CopyGuard guard(kBound);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        if (!guarded && guarded.error().kind() == ErrorKind::Unsupported)
            QSKIP("this kernel, or the file system of temporary files, has no pre-content events, or we may not ask");
    }
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        spill_ = std::make_unique<Spill>(folder_->path(), uint64_t(1_GiB));
        path_ = folder_->filePath(QStringLiteral("pages"));
        QVERIFY(makePages(path_, kPages));
    }

    void aFileIsReadAsItWasThoughItIsOverwritten_data()
    {
        QTest::addColumn<QString>("fileSystem");
        for (const char *fileSystem : {"", "ext4", "btrfs", "xfs"})
            QTest::addRow("%s", *fileSystem ? fileSystem : "here") << QString::fromLatin1(fileSystem);
    }
    void aFileIsReadAsItWasThoughItIsOverwritten()
    {
        QFETCH(QString, fileSystem);
        std::optional<LoopMount> mount;
        if (!fileSystem.isEmpty()) {
            mount.emplace(fileSystem);
            if (!mount->problem().isEmpty())
                QSKIP(qUtf8Printable(mount->problem()));
            path_ = mount->path() + QStringLiteral("/pages");
            QVERIFY(makePages(path_, kPages));
        }
        const auto before = contentOf(path_);
        CopyGuard guard(kBound);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        VERIFY_OK(guarded);
        PageWriter writer(path_);
        for (int i = 0; i < 5; ++i)
            QVERIFY(read(*guarded->front()) == before);
        wait(300ms);
        QVERIFY(read(*guarded->front()) == before);
        QVERIFY(writer.end());
        QVERIFY2(writer.writes() > 100, qPrintable(QString::number(writer.writes())));
        qInfo() << writer.writes() << "writes, the longest" << writer.longestWrite().count() << "ms";
        QVERIFY(writer.longestWrite() < kBound);
        VERIFY_OK(guarded->front()->finish());
        QVERIFY(spill_->room().used > 0);
        guarded->front().reset();
        QCOMPARE(spill_->room().used.load(), 0U);
        QVERIFY(contentOf(path_) != before);
    }

    void whoHadItOpenBeforeIsNotToldOf()
    {
        PageWriter writer(path_);
        CopyGuard guard(kBound);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        QVERIFY(!guarded);
        QCOMPARE(guarded.error().kind(), ErrorKind::Busy);
        guard.watch(file.get()); // too late
        QVERIFY(!guardFile(guard, file));
        QVERIFY(writer.end());
        VERIFY_OK(guardFile(guard, file));
        PageWriter second(path_);
        VERIFY_OK(guardFile(guard, file)); // it is known by now that none is left of those before
    }

    void whoOpenedItSinceItIsWatchedIs()
    {
        CopyGuard guard(kBound);
        guard.watch(openFile(folder_->path()).get());
        QVERIFY(guard.isWatching());
        PageWriter writer(path_);
        const auto file = openFile(path_);
        qint64 last = -1;
        for (int i = 0; i < 10; ++i) {
            auto guarded = guardFile(guard, file);
            VERIFY_OK(guarded);
            const auto content = read(*guarded->front());
            qint64 writes = 0;
            QVERIFY2(problemOfPages(content, kPages, &writes).isEmpty(), qPrintable(problemOfPages(content, kPages)));
            QVERIFY(writes > last);
            last = writes;
            wait(20ms);
            QVERIFY(read(*guarded->front()) == content);
            VERIFY_OK(guarded->front()->finish());
        }
        QVERIFY(writer.end());
        QVERIFY(writer.longestWrite() < kBound);
    }

    void aFileSystemThatIsMountedAnewIsWatchedAnew()
    {
        CopyGuard guard(kBound);
        {
            const LoopMount mount(QStringLiteral("ext4"));
            if (!mount.problem().isEmpty())
                QSKIP(qUtf8Printable(mount.problem()));
            guard.watch(openFile(mount.path()).get());
        }
        const LoopMount mount(QStringLiteral("ext4")); // on the same device, most likely
        QVERIFY2(mount.problem().isEmpty(), qUtf8Printable(mount.problem()));
        const QString path = mount.path() + QStringLiteral("/pages");
        QVERIFY(makePages(path, kPages));
        {
            PageWriter early(path);
            guard.watch(openFile(mount.path()).get());
            const auto file = openFile(path);
            QVERIFY(!guardFile(guard, file));
            QVERIFY(early.end());
            VERIFY_OK(guardFile(guard, file));
        }
        PageWriter writer(path);
        const auto file = openFile(path);
        VERIFY_OK(guardFile(guard, file));
        QVERIFY(writer.end());
    }

    /// Reading is what a backup does most.
    void readingAFileThatIsWatchedIsToldToNobody()
    {
        const auto timeToRead = [this](CopyGuard &guard, const FileDescriptor &file) {
            const auto guarded = guardFile(guard, file);
            std::chrono::nanoseconds best = 1h;
            for (int i = 0; guarded && i < 5; ++i) {
                const auto begin = std::chrono::steady_clock::now();
                QByteArray part(kPage, 'x');
                for (qint64 at = 0; at < kPages * kPage; at += kPage)
                    (void)guarded->front()->readAt(part.data(), part.size(), uint64_t(at));
                best = std::min<std::chrono::nanoseconds>(best, std::chrono::steady_clock::now() - begin);
            }
            return best;
        };
        CopyGuard guard(kBound);
        const auto before = openFile(path_);
        const auto unwatched = timeToRead(guard, before);
        guard.watch(before.get());
        const auto watched = timeToRead(guard, openFile(path_));
        qInfo() << kPages << "reads:" << unwatched / 1us << "us, watched" << watched / 1us << "us";
        QVERIFY(watched < 5 * unwatched); // told of, it is some 20 times
    }

    void filesAreOfOneMomentTogether()
    {
        const auto second = folder_->filePath(QStringLiteral("second"));
        QVERIFY(makePages(second, 10));
        CopyGuard guard(kBound);
        const auto one = openFile(path_), two = openFile(second);
        {
            PageWriter writer(second); // was there before
            QVERIFY(!guard.guard(std::array{one.get(), two.get()}, *spill_));
        }
        const auto guarded = guard.guard(std::array{one.get(), two.get()}, *spill_);
        VERIFY_OK(guarded);
        QCOMPARE(guarded->size(), 2U);
    }

    void whateverIsDoneToItItIsAsItWasOrSaidNotToBe_data()
    {
        QTest::addColumn<int>("act");
        QTest::addColumn<bool>("isWhole");
        QTest::newRow("write") << 0 << true;
        QTest::newRow("append") << 1 << true;
        QTest::newRow("cut short") << 2 << true;
        QTest::newRow("cut short by its path") << 3 << true;
        QTest::newRow("cut short and made as long again") << 4 << true;
        QTest::newRow("emptied when it is opened") << 5 << false;
        QTest::newRow("emptied when it is opened, and as long again") << 6 << false;
        QTest::newRow("a hole made into it") << 7 << true;
        QTest::newRow("a part taken out") << 8 << true;
        QTest::newRow("a part put in") << 9 << true;
        QTest::newRow("zeroed") << 10 << true;
        QTest::newRow("mapped and written to") << 11 << false;
        QTest::newRow("mapped, for reading") << 12 << true;
        QTest::newRow("replaced") << 13 << true;
        QTest::newRow("removed") << 14 << true;
        QTest::newRow("a copied range") << 15 << true;
        QTest::newRow("read, all of it") << 16 << true;
        QTest::newRow("mapped for reading, then written to") << 17 << false;
    }
    void whateverIsDoneToItItIsAsItWasOrSaidNotToBe()
    {
        QFETCH(int, act);
        QFETCH(bool, isWhole);
        const auto before = contentOf(path_);
        const QByteArray name = QFile::encodeName(path_);
        CopyGuard guard(kBound);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        VERIFY_OK(guarded);
        const auto open = openFile(path_, act == 1 ? O_WRONLY | O_APPEND : O_RDWR);
        const int fd = open.get();
        const auto fill = [&](off_t offset) { return ::pwrite(fd, "changed", 7, offset) == 7; };
        const auto mapped = [&](int access) {
            void *memory = ::mmap(nullptr, 1 << 20, access, MAP_SHARED, fd, 0);
            if (memory != MAP_FAILED && access & PROT_WRITE)
                std::memset(memory, 1, 1 << 20);
            return memory != MAP_FAILED && ::munmap(memory, 1 << 20) == 0;
        };
        const off_t size = kPages * kPage;
        bool isDone = false;
        switch (act) {
        case 0:
            isDone = fill(4'090) && fill(size - 3) && fill(0);
            break;
        case 1:
            isDone = ::write(fd, "appended", 8) == 8;
            break;
        case 2:
            isDone = ::ftruncate(fd, 5'000) == 0;
            break;
        case 3:
            isDone = ::truncate(name.constData(), 0) == 0 && fill(0);
            break;
        case 4:
            isDone = ::ftruncate(fd, 100'001) == 0 && ::ftruncate(fd, size) == 0 && fill(200'000);
            break;
        case 5:
            isDone = openFile(path_, O_WRONLY | O_TRUNC).isOpen();
            break;
        case 6:
            isDone = openFile(path_, O_WRONLY | O_TRUNC).isOpen() && ::ftruncate(fd, size) == 0;
            break;
        case 7:
            isDone = ::fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 8'192, 400'000) == 0;
            break;
        case 8:
            isDone = ::fallocate(fd, FALLOC_FL_COLLAPSE_RANGE, 8'192, 8'192) == 0;
            break;
        case 9:
            isDone = ::fallocate(fd, FALLOC_FL_INSERT_RANGE, 8'192, 8'192) == 0;
            break;
        case 10:
            isDone = ::fallocate(fd, FALLOC_FL_ZERO_RANGE, 10'000, 100'000) == 0;
            break;
        case 11:
            isDone = mapped(PROT_READ | PROT_WRITE);
            break;
        case 12:
            isDone = mapped(PROT_READ);
            break;
        case 13:
            isDone = QFile::rename(path_, path_ + QStringLiteral(".old")) && makePages(path_, 3);
            break;
        case 14:
            isDone = QFile::remove(path_);
            break;
        case 15: {
            off_t to = 40'960;
            isDone = ::copy_file_range(openFile(path_).get(), nullptr, fd, &to, 8'192, 0) == 8'192;
            break;
        }
        case 17: {
            void *memory = ::mmap(nullptr, 1 << 20, PROT_READ, MAP_SHARED, fd, 0);
            isDone = memory != MAP_FAILED && ::mprotect(memory, 1 << 20, PROT_READ | PROT_WRITE) == 0;
            if (isDone)
                std::memset(memory, 1, 1 << 20);
            isDone = isDone && ::munmap(memory, 1 << 20) == 0;
            break;
        }
        default:
            isDone = contentOf(path_) == before && spill_->room().used == 0; // needs no room
        }
        if (!isDone && errno == EOPNOTSUPP)
            QSKIP("the file system of temporary files cannot");
        QVERIFY(isDone);
        const auto after = read(*guarded->front());
        const auto held = guarded->front()->finish();
        QCOMPARE(held.has_value(), isWhole);
        if (isWhole)
            QVERIFY(after == before);
        else
            QVERIFY(!held.error().text().isEmpty());
    }

    void whatComesThroughARingIsPutAsideOrSaidNotToBe_data()
    {
        QTest::addColumn<int>("operation");
        QTest::addColumn<quint64>("address");
        QTest::addColumn<uint>("length");
        QTest::addColumn<quint64>("offset");
        static char bytes[10'000] = {1};
        QTest::newRow("write") << int(IORING_OP_WRITE) << quint64(bytes) << 10'000U << quint64(5'000);
        QTest::newRow("collapse") << int(IORING_OP_FALLOCATE) << quint64(8'192) << uint(FALLOC_FL_COLLAPSE_RANGE)
                                  << quint64(8'192);
        constexpr int kCutShort = 55; // IORING_OP_FTRUNCATE of Linux 6.9
        QTest::newRow("cut short") << kCutShort << quint64(0) << 0U << quint64(5'000);
    }
    void whatComesThroughARingIsPutAsideOrSaidNotToBe()
    {
        QFETCH(int, operation);
        QFETCH(quint64, address);
        QFETCH(uint, length);
        QFETCH(quint64, offset);
        const auto before = contentOf(path_);
        CopyGuard guard(kBound);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        VERIFY_OK(guarded);
        const auto open = openFile(path_, O_RDWR);
        const int result = ringCall(uint8_t(operation), open.get(), address, length, offset);
        if (result < 0)
            QSKIP(qPrintable(QStringLiteral("the kernel says %1").arg(-result)));
        QVERIFY(contentOf(path_) != before);
        const auto after = read(*guarded->front());
        const auto held = guarded->front()->finish();
        qInfo() << (held ? QStringLiteral("whole") : held.error().text());
        QVERIFY(!held || after == before);
        QCOMPARE(held.has_value(), operation == IORING_OP_WRITE);
    }

    void whatThereIsNoRoomForIsSaid()
    {
        spill_ = std::make_unique<Spill>(folder_->path(), uint64_t(1_MiB));
        CopyGuard guard(kBound);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        VERIFY_OK(guarded);
        PageWriter writer(path_);
        QTRY_VERIFY(spill_->room().used > uint64_t(1_MiB) - kPage);
        wait(50ms);
        QVERIFY(writer.end());
        QVERIFY(writer.longestWrite() < kBound);
        QVERIFY(spill_->room().used <= uint64_t(1_MiB));
        const auto held = guarded->front()->finish();
        QVERIFY(!held);
        QVERIFY2(held.error().text().contains(QStringLiteral("active.spill_mebibytes")),
                 qPrintable(held.error().text()));
    }

    void aGuardThatIsStoppedHoldsNobodyUp_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("stopped") << SIGSTOP;
        QTest::newRow("killed") << SIGKILL;
    }
    void aGuardThatIsStoppedHoldsNobodyUp()
    {
        QFETCH(int, signal);
        constexpr auto kLongBound = 2'000ms; // a busy machine is slow to kill it
        CopyGuard guard(kLongBound);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        VERIFY_OK(guarded);
        PageWriter writer(path_);
        wait(50ms);
        const pid_t worker = workerOf(guard);
        QVERIFY(worker > 0);
        QCOMPARE(::kill(worker, signal), 0);
        wait(2'500ms);
        QVERIFY(writer.end());
        qInfo() << writer.writes() << "writes, the longest" << writer.longestWrite().count() << "ms";
        QVERIFY(writer.longestWrite() < kLongBound);
        QVERIFY(writer.writes() > 1'000);
        QVERIFY(!guarded->front()->finish());
        // The next file has a guard again.
        const auto next = guardFile(guard, file);
        VERIFY_OK(next);
    }

    void anAgentThatIsStoppedHoldsNobodyUp_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("stopped") << SIGSTOP;
        QTest::newRow("killed") << SIGKILL;
    }
    void anAgentThatIsStoppedHoldsNobodyUp()
    {
        QFETCH(int, signal);
        QProcess agent;
        agent.start(QStringLiteral(GUARD_HOLDER), {path_, folder_->path()});
        QVERIFY(agent.waitForReadyRead());
        QCOMPARE(agent.readLine().trimmed(), QByteArray("guarded"));
        PageWriter writer(path_);
        wait(50ms);
        QCOMPARE(::kill(pid_t(agent.processId()), signal), 0);
        wait(500ms);
        QVERIFY(writer.end());
        qInfo() << writer.writes() << "writes, the longest" << writer.longestWrite().count() << "ms";
        QVERIFY(writer.longestWrite() < kBound);
        ::kill(pid_t(agent.processId()), SIGCONT);
        agent.closeWriteChannel();
        agent.waitForFinished();
    }

    void withoutABoundNothingIsGuarded()
    {
        CopyGuard guard(0ms);
        const auto file = openFile(path_);
        auto guarded = guardFile(guard, file);
        QVERIFY(!guarded);
        QCOMPARE(guarded.error().kind(), ErrorKind::Unsupported);
        QCOMPARE(guard.process(), 0);
    }
};

QTEST_GUILESS_MAIN(CopyGuardTest)
#include "tst_copy_guard.moc"
