#include "files/attributes.h"
#include "files/file_status.h"
#include "files/file_system_id.h"
#include "files/folder_listing.h"
#include "files/open_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

using namespace backspool;
using namespace backspool::engine;

class FilesTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    FileDescriptor open() { return openFolderAt(AT_FDCWD, QFile::encodeName(folder_.path())).value(); }
    QByteArray path(const QByteArray &name) { return QFile::encodeName(folder_.path()) + '/' + name; }

private Q_SLOTS:
    void namesAreSortedAsBytes()
    {
        for (const char *name : {"b", "a", "\xff", "Z", "a.b", "aa"})
            QVERIFY(FileDescriptor(::open(path(name).constData(), O_CREAT | O_WRONLY, 0600)).isOpen());
        const auto folder = open();
        const auto names = listFolder(folder.get());
        QVERIFY(names);
        QCOMPARE(*names, (std::vector<QByteArray>{"Z", "a", "a.b", "aa", "b", "\xff"}));
        QCOMPARE(*listFolder(folder.get()), *names); // from its start each time
    }

    void timesBefore1970AndNanoseconds()
    {
        const QByteArray file = path("old");
        QVERIFY(FileDescriptor(::open(file.constData(), O_CREAT | O_WRONLY, 0600)).isOpen());
        const timespec times[2] = {{-1, 5}, {-100, 999'999'999}};
        QCOMPARE(::utimensat(AT_FDCWD, file.constData(), times, 0), 0);
        const auto status = statusAt(open().get(), "old");
        QVERIFY(status);
        QCOMPARE(status->modified, (format::FileTime{-100, 999'999'999}));
        QCOMPARE(status->mode, 0600u);
    }

    void attributesOfLinksAreNotThoseOfTheirTarget()
    {
        QVERIFY(FileDescriptor(::open(path("target").constData(), O_CREAT | O_WRONLY, 0600)).isOpen());
        if (::setxattr(path("target").constData(), "user.b", "2", 1, 0) != 0)
            return; // a file system without
        QCOMPARE(::setxattr(path("target").constData(), "user.a", QByteArray(3000, 'v').constData(), 3000, 0), 0);
        QCOMPARE(::symlink("target", path("link").constData()), 0);
        const auto folder = open();
        const auto attributes = readAttributes(folder.get(), "target");
        QVERIFY(attributes);
        QCOMPARE(attributes->list.size(), size_t(2));
        QCOMPARE(attributes->list.front().asExtended()->first, QByteArray("user.a"));
        QCOMPARE(attributes->list.front().asExtended()->second, QByteArray(3000, 'v'));
        QVERIFY(readAttributes(folder.get(), "link")->list.empty());
        QCOMPARE(readLinkAt(folder.get(), "link").value(), QByteArray("target"));
        QVERIFY(!openFileAt(folder.get(), "link")); // never through a link
    }

    void attributesThatDoNotFitAnEntryAreLeftOut()
    {
        const QTemporaryDir folder(QStringLiteral("/dev/shm/attributes-XXXXXX")); // ext4 allows some 4 KiB only
        const QByteArray file = QFile::encodeName(folder.filePath(QStringLiteral("file")));
        QVERIFY(FileDescriptor(::open(file.constData(), O_CREAT | O_WRONLY, 0600)).isOpen());
        const QByteArray value(60'000, 'v');
        for (int i = 0; i < 40; ++i) {
            const auto name = "user." + QByteArray::number(i);
            if (::setxattr(file.constData(), name.constData(), value.constData(), size_t(value.size()), 0) != 0)
                QSKIP("the system does not keep so large attributes in memory");
        }
        const auto attributes = readAttributes(openFolderAt(AT_FDCWD, QFile::encodeName(folder.path()))->get(), "file");
        QVERIFY(attributes);
        QVERIFY(!attributes->isComplete);
        format::DirectoryEntry entry;
        entry.name = QByteArray(255, 'n');
        entry.type = format::FileType::SymbolicLink;
        entry.target = QByteArray(format::kMaxLinkTargetSize, 't');
        entry.attributes = attributes->list;
        QVERIFY(entry.attributes.size() > 25);
        QVERIFY(entry.encode().size() <= format::kMaxItemSize);
    }

    void whatIsMissingIsNotFound()
    {
        const auto folder = open();
        QCOMPARE(statusAt(folder.get(), "nothing").error().kind(), ErrorKind::NotFound);
        QCOMPARE(openFileAt(folder.get(), "nothing").error().kind(), ErrorKind::NotFound);
    }

    void aFifoIsNotWaitedFor()
    {
        QCOMPARE(::mkfifo(path("pipe").constData(), 0600), 0);
        QVERIFY(openFileAt(open().get(), "pipe"));
    }

    void fileSystemsAreToldApart()
    {
        const auto proc = openFolderAt(AT_FDCWD, "/proc");
        QVERIFY(proc);
        QVERIFY(isPseudoFileSystem(proc->get()));
        const auto own = open();
        QVERIFY(!isPseudoFileSystem(own.get()));
        QVERIFY(fileSystemId(own.get()) != fileSystemId(proc->get()));
        QCOMPARE(fileSystemId(own.get()), fileSystemId(open().get()));
    }

    void pathsAreJoinedWithOneSlash()
    {
        QCOMPARE(joinPath("/", "a"), QByteArray("/a"));
        QCOMPARE(joinPath("/a", "b"), QByteArray("/a/b"));
    }
};

QTEST_GUILESS_MAIN(FilesTest)
#include "tst_files.moc"
