/// Trees with far more folders than the system lets a process have open.
#include "restore/restore_fixture.h"

#include <QProcess>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestRestoreDescriptors : public QObject
{
    Q_OBJECT

private:
    static constexpr rlim_t kMostFiles = 96;

    static MadeEntry linked(PointMaker &maker, const QByteArray &name, const QByteArray &content, uint64_t inode)
    {
        auto made = maker.file(name, content);
        made.entry.flags |= format::DirectoryEntry::Linked;
        made.hint.inode = inode;
        return made;
    }

    static struct stat statusOfPath(const QByteArray &path)
    {
        struct stat status{};
        if (::lstat(path.constData(), &status) != 0)
            qWarning("%s is not there", path.constData());
        return status;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const rlimit limit{kMostFiles, kMostFiles}; // the restore would raise the soft one
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    }

    /// As snapshots made with hard links are.
    void manyFoldersWithLinkedFilesComeBack()
    {
        constexpr int kFolders = 3'000;
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        std::vector<MadeEntry> folders;
        for (int i = 0; i < kFolders; ++i)
            folders.push_back(maker.folder("folder" + QByteArray::number(i),
                                           {linked(maker, "of all", "the same everywhere", 7),
                                            linked(maker, "of two", QByteArray::number(i / 2), uint64_t(100 + i / 2)),
                                            maker.file("alone", QByteArray::number(i))}));
        const auto point = maker.point({maker.folder("tree", std::move(folders))});
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        QCOMPARE(report->filesRestored, 3U * kFolders);
        const auto first = statusOfPath(fixture.target() + "/tree/folder0/of all");
        QCOMPARE(first.st_nlink, nlink_t(kFolders));
        for (int i = 0; i < kFolders; ++i) {
            const QByteArray folder = fixture.target() + "/tree/folder" + QByteArray::number(i);
            QCOMPARE(statusOfPath(folder + "/of all").st_ino, first.st_ino);
            QCOMPARE(statusOfPath(folder + "/of two").st_nlink, nlink_t(2));
            QCOMPARE(readFile(folder + "/of two"), QByteArray::number(i / 2));
            QCOMPARE(readFile(folder + "/alone"), QByteArray::number(i));
            // Its own metadata came last.
            QCOMPARE(statusOfPath(folder).st_mtim.tv_sec, time_t(1'600'000'000));
        }

        const auto again = fixture.restore(point, "/tree");
        VERIFY_OK(again);
        QVERIFY2(!again->hasProblems(), qPrintable(fixture.events.reasons()));
        QCOMPARE(again->filesUnchanged, 3U * kFolders);
    }

    void aTreeDeeperThanTheLimitComesBack()
    {
        constexpr int kDepth = 500;
        RestoreFixture fixture;
        auto &maker = fixture.maker;
        auto tree = maker.folder("d", {linked(maker, "f", "content", 7)});
        for (int i = 0; i < kDepth; ++i)
            tree = maker.folder("d", {tree, linked(maker, "f", "content", 7)});
        const auto point = maker.point({tree});
        const auto report = fixture.restore(point, "/d");
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        QByteArray path = fixture.target();
        for (int i = 0; i <= kDepth; ++i) {
            path += "/d";
            QCOMPARE(statusOfPath(path + "/f").st_nlink, nlink_t(kDepth + 1));
            QCOMPARE(statusOfPath(path).st_mtim.tv_sec, time_t(1'600'000'000));
        }
        std::ignore =
            QProcess::execute(QStringLiteral("rm"), {QStringLiteral("-rf"), QString::fromUtf8(fixture.target())});
    }
};

QTEST_GUILESS_MAIN(TestRestoreDescriptors)
#include "tst_restore_descriptors.moc"
