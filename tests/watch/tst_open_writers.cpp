/// Which files the processes of this computer can write to.
#include "core/file_descriptor.h"
#include "support/verify_ok.h"
#include "watch/open_writers.h"
#include "watch/writable_mappings.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>

using namespace backspool;
using namespace backspool::engine;

namespace {

constexpr size_t kPage = 4'096;

/// Mapped as long as it lives.
class Mapping
{
public:
    Mapping(const QByteArray &path, int protection, int flags)
    {
        const FileDescriptor file(::open(path.constData(), O_RDWR | O_CLOEXEC));
        bytes_ = ::mmap(nullptr, kPage, protection, flags, file.get(), 0);
    }
    ~Mapping() { ::munmap(bytes_, kPage); }
    Mapping(const Mapping &) = delete;
    Mapping &operator=(const Mapping &) = delete;
    bool isThere() const { return bytes_ != MAP_FAILED; }

private:
    void *bytes_ = MAP_FAILED;
};

void *waitForEver(void *)
{
    for (;;)
        ::pause();
}

} // namespace

class TestOpenWriters : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QByteArray file(const char *name)
    {
        const auto path = folder_->filePath(QString::fromLatin1(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray(qsizetype(kPage), 'x')) != qint64(kPage))
            qFatal("no file");
        return QFile::encodeName(path);
    }
    static bool hasPath(const std::vector<WritableMapping> &mappings, const QByteArray &path)
    {
        return std::ranges::contains(mappings, path, &WritableMapping::path);
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void theQueryFindsWhatTheTextSays()
    {
        const auto written = file("written"), read = file("read"), own = file("own"), line = file("a\nb");
        const Mapping one(written, PROT_READ | PROT_WRITE, MAP_SHARED), two(read, PROT_READ, MAP_SHARED),
            three(own, PROT_READ | PROT_WRITE, MAP_PRIVATE), four(line, PROT_WRITE, MAP_SHARED);
        QVERIFY(one.isThere() && two.isThere() && three.isThere() && four.isThere());
        const FileDescriptor process(::open("/proc/self", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        const FileDescriptor maps(::open("/proc/self/maps", O_RDONLY | O_CLOEXEC));
        const auto queried = writableMappingsOf(process.get());
        const auto told = writableMappingsByText(maps.get());
        QVERIFY(queried && told);
        for (const auto *mappings : {&*queried, &*told}) {
            QVERIFY(hasPath(*mappings, written) && hasPath(*mappings, line));
            QVERIFY(!hasPath(*mappings, read) && !hasPath(*mappings, own));
        }
        const auto of = [&](const auto &mappings) {
            return *std::ranges::find(mappings, written, &WritableMapping::path);
        };
        QCOMPARE(of(*queried).inode, of(*told).inode);
        QVERIFY(of(*told).range.endsWith(of(*queried).range.split('-').last()));
    }

    void whatIsOpenForWritingIsFoundAndWhatIsReadIsNot()
    {
        const auto written = file("written"), read = file("read"), mapped = file("mapped");
        const FileDescriptor writing(::open(written.constData(), O_WRONLY | O_CLOEXEC));
        const FileDescriptor reading(::open(read.constData(), O_RDONLY | O_CLOEXEC));
        const Mapping mapping(mapped, PROT_WRITE, MAP_SHARED);
        const auto writers = findOpenWriters();
        if (!writers)
            QSKIP(qPrintable(writers.error().text()));
        QVERIFY(writers->open.contains(written) && writers->mapped.contains(mapped));
        QVERIFY(!writers->open.contains(read) && !writers->mapped.contains(read) && !writers->open.contains(mapped));
    }

    void aProcessWhoseFirstThreadHasEndedIsLookedAt()
    {
        const auto written = file("written"), mapped = file("mapped");
        const pid_t child = ::fork();
        if (child == 0) {
            const int held = ::open(written.constData(), O_WRONLY);
            const int shared = ::open(mapped.constData(), O_RDWR);
            ::mmap(nullptr, kPage, PROT_WRITE, MAP_SHARED, shared, 0);
            ::close(shared);
            pthread_t thread{};
            if (held < 0 || ::pthread_create(&thread, nullptr, waitForEver, nullptr) != 0)
                ::_exit(1);
            ::syscall(SYS_exit, 0); // this thread alone, and without leaving what is on its stack
        }
        QVERIFY(child > 0);
        const auto state = [&] {
            QFile stat(QStringLiteral("/proc/%1/stat").arg(child));
            return stat.open(QIODevice::ReadOnly) ? stat.readAll().split(')').last().trimmed().left(1) : QByteArray();
        };
        [&] {
            QTRY_COMPARE(state(), QByteArray("Z"));
            const auto writers = findOpenWriters();
            if (!writers)
                QSKIP(qPrintable(writers.error().text()));
            QVERIFY(writers->open.contains(written));
            QVERIFY(writers->mapped.contains(mapped));
        }();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }

    void aFileThatIsSeenElsewhereByItsWriterIsFoundWhereItIsHere()
    {
        const auto written = file("written");
        QVERIFY(QDir(folder_->path()).mkdir(QStringLiteral("elsewhere")));
        const auto here = QFile::encodeName(folder_->path()), there = here + "/elsewhere";
        std::array<int, 2> ready{};
        QCOMPARE(::pipe2(ready.data(), O_CLOEXEC), 0);
        const FileDescriptor hear(ready[0]);
        FileDescriptor tell(ready[1]);
        const pid_t child = ::fork();
        if (child == 0) {
            const bool isApart = ::unshare(CLONE_NEWNS) == 0 &&
                                 ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                                 ::mount(here.constData(), there.constData(), nullptr, MS_BIND, nullptr) == 0;
            const int held = isApart ? ::open((there + "/written").constData(), O_WRONLY) : -1;
            const char answer = held >= 0 ? 'y' : 'n';
            if (::write(tell.get(), &answer, 1) == 1)
                waitForEver(nullptr);
            ::_exit(1);
        }
        QVERIFY(child > 0);
        tell.reset();
        [&] {
            char answer = 'n';
            if (::read(hear.get(), &answer, 1) != 1 || answer != 'y')
                QSKIP("no mount name space of its own is granted");
            const auto writers = findOpenWriters();
            VERIFY_OK(writers);
            QVERIFY(writers->open.contains(written));
        }();
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
};

QTEST_GUILESS_MAIN(TestOpenWriters)
#include "tst_open_writers.moc"
