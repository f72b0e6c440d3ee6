/// What there is on this computer, and how much each pattern leaves out of it.
#include "core/file_descriptor.h"
#include "support/verify_ok.h"
#include "survey/left_out_survey.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;

class TestLeftOutSurvey : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    const IsUnwanted isWanted_ = [] { return false; };

    QByteArray root() const { return QFile::encodeName(folder_.path()); }
    bool write(const char *name, int size) const
    {
        const QString path = folder_.filePath(QString::fromUtf8(name));
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray(size, 'x')) == size;
    }
    LeftOutCount countOf(const std::vector<QByteArray> &patterns, const policy::ExclusionCriteria &criteria = {},
                         std::chrono::seconds later = {}) const
    {
        LeftOutCount last;
        const format::FileTime now{QDateTime::currentSecsSinceEpoch() + later.count(), 0};
        const auto counted = engine::countLeftOut(
            {root()}, {patterns, criteria}, now, [&](const LeftOutCount &count) { last = count; }, isWanted_);
        return counted ? last : LeftOutCount{};
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(write("a.o", 10));
        QVERIFY(write("b.o", 20));
        QVERIFY(write("text", 1));
        QVERIFY(write("Cache/one", 100));
        QVERIFY(write("Cache/deep/two.o", 200));
        // Links are not followed: this one would go round for ever.
        QCOMPARE(::symlink(".", QFile::encodeName(folder_.filePath(QStringLiteral("loop"))).constData()), 0);
    }

    void eachPatternCountsWhatItDecides()
    {
        const auto count = countOf({"*.o", "# nothing", "Cache/", "nowhere"});
        QVERIFY(count.isWhole);
        QCOMPARE(count.byPattern.size(), size_t(4));
        QCOMPARE(count.byPattern[0], (Amount{2, 30}));
        QCOMPARE(count.byPattern[1], Amount{});
        QCOMPARE(count.byPattern[2], (Amount{2, 300})); // what is in it is not looked at by other patterns
        QCOMPARE(count.byPattern[3], Amount{});
        QCOMPARE(count.kept, (Amount{2, 1})); // the link too
    }

    void aLaterPatternOverrulesAnEarlierOne()
    {
        const auto count = countOf({"*.o", "!a.o"});
        QCOMPARE(count.byPattern[0], (Amount{2, 220}));
        QCOMPARE(count.byPattern[1], (Amount{1, 10}));
        QCOMPARE(count.kept, (Amount{4, 111}));
    }

    void sizeAndAgeLeaveFilesOut()
    {
        auto count = countOf({"*.o"}, {.largerThan = 50});
        QCOMPARE(count.byCriteria, (Amount{1, 100}));
        QCOMPARE(count.byPattern[0], (Amount{3, 230}));
        QCOMPARE(count.kept, (Amount{2, 1}));
        const policy::ExclusionCriteria old{.olderThan = std::chrono::hours(1)};
        QCOMPARE(countOf({}, old).byCriteria, Amount{});
        count = countOf({}, old, std::chrono::hours(2));
        QCOMPARE(count.byCriteria, (Amount{5, 331}));
        QCOMPARE(count.kept, (Amount{1, 0})); // a link has no age
    }

    void ofACacheItsTagIsKept()
    {
        const QByteArray tag = "Signature: 8a477f597d28d172789f06886806bc55";
        QFile file(folder_.filePath(QStringLiteral("Cache/CACHEDIR.TAG")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(tag) == tag.size());
        file.close();
        const auto count = countOf({}, {.cacheFolders = true});
        QCOMPARE(count.byCriteria, (Amount{2, 300}));
        QCOMPARE(count.kept, (Amount{5, 31 + uint64_t(tag.size())}));
        QVERIFY(file.remove());
    }

    void ofADiskThatIsLeftOutTheTagIsToo()
    {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            QSKIP("no mounts of its own are granted here");
        const QByteArray point = root() + "/disk";
        QCOMPARE(::mkdir(point.constData(), 0700), 0);
        if (::mount("none", point.constData(), "tmpfs", 0, nullptr) != 0)
            QSKIP("no file system can be mounted here");
        QVERIFY(write("disk/CACHEDIR.TAG", 1000));
        const auto count = countOf({}, {.cacheFolders = true, .otherFileSystems = true});
        QCOMPARE(count.byCriteria, (Amount{1, 1000}));
        QCOMPARE(count.kept, (Amount{6, 331}));
        QCOMPARE(::umount(point.constData()), 0);
        QCOMPARE(::rmdir(point.constData()), 0);
    }

    void whatIsMountedWhenSomebodyLooksIsNotLookedAt()
    {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            QSKIP("no mounts of its own are granted here");
        const QByteArray point = root() + "/auto";
        QCOMPARE(::mkdir(point.constData(), 0700), 0);
        // The kernel asks for a mount by this pipe, and whoever looks waits for that.
        int pipe[2] = {};
        QCOMPARE(::pipe2(pipe, O_CLOEXEC), 0);
        const QByteArray options = "fd=" + QByteArray::number(pipe[1]) + ",pgrp=1,minproto=5,maxproto=5,indirect";
        if (::mount("auto", point.constData(), "autofs", 0, options.constData()) != 0) {
            ::rmdir(point.constData());
            QSKIP("no autofs can be mounted here");
        }
        const auto count = countOf({});
        QVERIFY(count.hasRemote);
        QCOMPARE(count.kept, (Amount{6, 331}));
        const RemotePlaces remote;
        QVERIFY(remote.contains(point) && remote.isOn(point + "/server/deep"));
        QVERIFY(!remote.isOn(root() + "/Cache") && !remote.isOn("/"));
        QCOMPARE(::umount2(point.constData(), MNT_DETACH), 0);
        QCOMPARE(::rmdir(point.constData()), 0);
        ::close(pipe[0]);
        ::close(pipe[1]);
    }

    void anotherFileSystemIsLeftOut()
    {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            QSKIP("no mounts of its own are granted here");
        const QByteArray point = root() + "/disk";
        QCOMPARE(::mkdir(point.constData(), 0700), 0);
        if (::mount("none", point.constData(), "tmpfs", 0, nullptr) != 0)
            QSKIP("no file system can be mounted here");
        QVERIFY(write("disk/there", 1000));
        QCOMPARE(countOf({}, {.otherFileSystems = true}).byCriteria, (Amount{1, 1000}));
        QCOMPARE(countOf({}).kept, (Amount{7, 1331}));
        QCOMPARE(::umount(point.constData()), 0);
        QCOMPARE(::rmdir(point.constData()), 0);
    }

    void whatIsOnTheNetworkIsNotTouched()
    {
        const FileDescriptor fuse(::open("/dev/fuse", O_RDWR | O_CLOEXEC));
        if (!fuse.isOpen() || ::unshare(CLONE_NEWNS) != 0 ||
            ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            QSKIP("no mounts of its own are granted here");
        const QByteArray point = root() + "/server";
        QCOMPARE(::mkdir(point.constData(), 0700), 0);
        // Nobody answers there: whoever looks at it waits for ever.
        const QByteArray options =
            "fd=" + QByteArray::number(fuse.get()) + ",rootmode=40000,user_id=0,group_id=0,allow_other";
        if (::mount("host:/files", point.constData(), "fuse.sshfs", 0, options.constData()) != 0) {
            ::rmdir(point.constData());
            QSKIP("no file system can be mounted here");
        }
        auto count = countOf({});
        QVERIFY(count.hasRemote);
        QCOMPARE(count.kept, (Amount{6, 331}));
        count = countOf({}, {.otherFileSystems = true}); // then it would not be backed up either
        QVERIFY(!count.hasRemote);
        QVERIFY(!countOf({"server/"}).hasRemote);
        FolderSize size;
        countTree(point + "/deep", [&](const FolderSize &now) { size = now; }, isWanted_);
        QVERIFY(size.hasRemote && size.isWhole);
        QCOMPARE(size.amount, Amount{});
        const auto entries = listLocalFolder(root());
        VERIFY_OK(entries);
        QVERIFY(std::ranges::any_of(*entries, &LocalEntry::isRemote));
        QCOMPARE(::umount2(point.constData(), MNT_DETACH), 0);
        QCOMPARE(::rmdir(point.constData()), 0);
    }

    void aFileThatIsSelectedItselfIsKept()
    {
        LeftOutCount last;
        VERIFY_OK(countLeftOut(
            {root() + "/a.o"}, {{"*.o"}, {.largerThan = 5}}, {}, [&](const LeftOutCount &count) { last = count; },
            isWanted_));
        QCOMPARE(last.kept, (Amount{1, 10}));
        QCOMPARE(last.byPattern[0], Amount{});
    }

    void aWrongPatternIsAnError()
    {
        VERIFY_FAILS(ErrorKind::Invalid,
                     engine::countLeftOut({root()}, {{"[a"}, {}}, {}, [](const auto &) {}, isWanted_));
    }

    void whatNobodyWantsIsNotTold()
    {
        int told = 0;
        VERIFY_OK(engine::countLeftOut({root()}, {}, {}, [&](const auto &) { ++told; }, [] { return true; }));
        QCOMPARE(told, 0);
    }

    void aTreeAndASingleFileAreCounted()
    {
        Amount amount;
        const auto take = [&](const FolderSize &now) { amount = now.amount; };
        countTree(root(), take, isWanted_);
        QCOMPARE(amount, (Amount{6, 331}));
        countTree(root() + "/a.o", take, isWanted_);
        QCOMPARE(amount, (Amount{1, 10}));
        countTree("/proc", take, isWanted_);
        QCOMPARE(amount, Amount{}); // what the kernel only shows
    }

    void foldersComeFirst()
    {
        const auto entries = listLocalFolder(root());
        VERIFY_OK(entries);
        QCOMPARE(entries->front().name, QByteArray("Cache"));
        QVERIFY(entries->front().isFolder);
        QCOMPARE((*entries)[1].name, QByteArray("a.o"));
        QCOMPARE((*entries)[1].size, uint64_t(10));
        VERIFY_FAILS(ErrorKind::NotFound, listLocalFolder(root() + "/none"));
    }
};

QTEST_APPLESS_MAIN(TestLeftOutSurvey)
#include "tst_left_out_survey.moc"
