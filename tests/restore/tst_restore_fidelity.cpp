#include "difference/known_contents.h"
#include "files/file_status.h"
#include "files/file_system_id.h"
#include "files/open_file.h"
#include "restore/restore_fixture.h"

#include <QDir>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

void setTime(const QByteArray &path, int64_t seconds, long nanoseconds)
{
    const std::array<timespec, 2> times = {timespec{0, UTIME_OMIT}, timespec{time_t(seconds), nanoseconds}};
    if (::utimensat(AT_FDCWD, path.constData(), times.data(), AT_SYMLINK_NOFOLLOW) != 0)
        qFatal("cannot set the time of %s", path.constData());
}

/// The binary form of an ACL (linux/posix_acl_xattr.h): version 2, then tag, permissions and id of each entry.
QByteArray aclFor(uint32_t user, bool isDefault)
{
    ByteWriter writer;
    const auto entry = [&](uint16_t tag, uint16_t permissions, uint32_t id) {
        writer.u16(tag).u16(permissions).u32(id);
    };
    writer.u32(2);
    entry(0x01, 6, UINT32_MAX); // owner
    entry(0x02, isDefault ? 7 : 4, user);
    entry(0x04, 4, UINT32_MAX); // group
    entry(0x10, 6, UINT32_MAX); // mask
    entry(0x20, 0, UINT32_MAX); // others
    return writer.take();
}

bool setAttribute(const QByteArray &path, const char *name, const QByteArray &value)
{
    return ::lsetxattr(path.constData(), name, value.constData(), size_t(value.size()), 0) == 0;
}

/// One of everything that a restore can lose. What this process or file system cannot make is left out.
void makeOneOfEverything(const QByteArray &folder)
{
    const bool isRoot = ::geteuid() == 0;
    const auto at = [&](const char *name) { return folder + '/' + name; };
    writeFile(at("empty"), {});
    writeFile(at("small"), "content");
    writeFile(at("one leaf"), QByteArray(65'536, 'x'));
    QByteArray large;
    for (qint64 i = 0; i < 900'000; ++i)
        large += QByteArray::number(i * 7919);
    writeFile(at("large"), large);
    writeFile(at("\xff\xfe not UTF-8 \x01"), "odd name");
    writeFile(at("\n new line"), "odd name");
    writeFile(at("read only"), "r");
    ::chmod(at("read only").constData(), 0444);
    writeFile(at("no permissions"), "n");
    ::chmod(at("no permissions").constData(), 0);
    writeFile(at("set ids"), "s");
    writeFile(at("script"), "#!/bin/sh\n");
    ::chmod(at("script").constData(), 0755);

    writeFile(at("before 1970"), "old");
    setTime(at("before 1970"), -1'000'000'001, 999'999'999);
    writeFile(at("a nanosecond"), "n");
    setTime(at("a nanosecond"), 1'234'567'890, 1);

    writeFile(at("linked"), "three names");
    ::link(at("linked").constData(), at("linked 2").constData());
    QDir().mkpath(QString::fromUtf8(at("sub/deeper")));
    ::link(at("linked").constData(), at("sub/deeper/linked 3").constData());
    ::symlink("small", at("link").constData());
    ::symlink("/nonexistent/\xff", at("dangling link").constData());
    ::link(at("link").constData(), at("link to the same link").constData());
    setTime(at("link"), 999, 5);
    ::mkfifo(at("fifo").constData(), 0640);
    ::mknod(at("socket").constData(), S_IFSOCK | 0600, 0);
    if (isRoot) {
        ::mknod(at("character device").constData(), S_IFCHR | 0666, makedev(1, 3));
        ::mknod(at("block device").constData(), S_IFBLK | 0660, makedev(7, 200));
        ::chown(at("small").constData(), 12'345, 23'456);
        ::lchown(at("dangling link").constData(), 12'345, 23'456);
        ::chown(at("set ids").constData(), 12'345, 23'456);
    }
    ::chmod(at("set ids").constData(), 06751);

    const int sparse = ::open(at("sparse").constData(), O_WRONLY | O_CREAT, 0644);
    ::pwrite(sparse, "start", 5, 0);
    ::pwrite(sparse, "middle", 6, 5'000'000);
    ::ftruncate(sparse, 40'000'000);
    ::close(sparse);
    const int smallSparse = ::open(at("small sparse").constData(), O_WRONLY | O_CREAT, 0644);
    ::pwrite(smallSparse, "end", 3, 50'000);
    ::close(smallSparse);
    const int hole = ::open(at("only a hole").constData(), O_WRONLY | O_CREAT, 0644);
    ::ftruncate(hole, 1'000'000);
    ::close(hole);

    writeFile(at("attributes"), "x");
    setAttribute(at("attributes"), "user.comment", "a comment");
    setAttribute(at("attributes"), "user.binary", QByteArray("\0\xff", 2));
    setAttribute(at("attributes"), "user.empty", {});
    writeFile(at("acl"), "x");
    setAttribute(at("acl"), "system.posix_acl_access", aclFor(12'345, false));
    QDir().mkpath(QString::fromUtf8(at("folder with default acl")));
    setAttribute(at("folder with default acl"), "system.posix_acl_default", aclFor(12'345, true));
    writeFile(at("folder with default acl/in it"), "x");
    setAttribute(at("sub"), "user.of a folder", "y");
    if (isRoot) {
        setAttribute(at("link"), "trusted.of a link", "z");
        writeFile(at("capable"), "c");
        setAttribute(at("capable"), "security.capability",
                     QByteArray::fromHex("0100000200200000000000000000000000000000"));
    }

    QDir().mkpath(QString::fromUtf8(at("closed")));
    writeFile(at("closed/in it"), "x");
    ::chmod(at("closed").constData(), 0500);
    QDir().mkpath(QString::fromUtf8(at("sticky")));
    ::chmod(at("sticky").constData(), 01777);
    QDir().mkpath(QString::fromUtf8(at("set group")));
    ::chmod(at("set group").constData(), 02775);
    writeFile(at("set group/in it"), "x");
    setTime(at("sub/deeper"), 77, 77);
    setTime(at("sub"), -5, 5);
    setTime(at("closed"), 1, 1);
}

/// A chain of folders far longer than PATH_MAX, with a file at its end.
void makeDeepTree(const QByteArray &folder)
{
    int at = ::open(folder.constData(), O_DIRECTORY | O_RDONLY);
    const QByteArray name(200, 'd');
    for (int i = 0; i < 60; ++i) {
        ::mkdirat(at, name.constData(), 0755);
        const int next = ::openat(at, name.constData(), O_DIRECTORY | O_RDONLY);
        ::close(at);
        at = next;
    }
    const int file = ::openat(at, "at the end", O_WRONLY | O_CREAT, 0644);
    if (::write(file, "deep", 4) != 4)
        qFatal("cannot write the deep file");
    ::close(file);
    ::close(at);
}

/// Line by line, so that a failure shows the one that differs.
void compareLines(const QByteArrayList &has, const QByteArrayList &wanted)
{
    for (qsizetype i = 0; i < std::min(has.size(), wanted.size()); ++i)
        QCOMPARE(has[i], wanted[i]);
    QCOMPARE(has.size(), wanted.size());
}

} // namespace

class TestRestoreFidelity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneOfEverythingComesBack()
    {
        RestoreFixture fixture;
        makeOneOfEverything(fixture.source());
        const auto point = fixture.maker.point({fixture.maker.fromDisk(fixture.source(), "tree")});
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        compareLines(describeTree(fixture.target() + "/tree"), describeTree(fixture.source()));
    }

    void restoredAgainItIsLeftAsItIs()
    {
        RestoreFixture fixture;
        makeOneOfEverything(fixture.source());
        const auto point = fixture.maker.point({fixture.maker.fromDisk(fixture.source(), "tree")});
        VERIFY_OK(fixture.restore(point, "/tree"));
        const auto before = describeTree(fixture.target() + "/tree");
        for (const auto onConflict : {OnConflict::Skip, OnConflict::Overwrite, OnConflict::KeepBoth}) {
            fixture.service.resetCounts();
            const auto report = fixture.restore(point, "/tree", onConflict);
            VERIFY_OK(report);
            QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
            QCOMPARE(report->filesRestored, 0u);
            QCOMPARE(fixture.service.chunksGiven(), 0u);
            compareLines(describeTree(fixture.target() + "/tree"), before);
        }
        // And by reading, where no note tells what it is.
        QFile::remove(fixture.state().knownContents);
        fixture.service.resetCounts();
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QCOMPARE(report->filesRestored, 0u);
        QCOMPARE(fixture.service.chunksGiven(), 0u);
    }

    void pathsLongerThanTheSystemsLimitComeBack()
    {
        RestoreFixture fixture;
        makeDeepTree(fixture.source());
        const auto point = fixture.maker.point({fixture.maker.fromDisk(fixture.source(), "tree")});
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        compareLines(describeTree(fixture.target() + "/tree"), describeTree(fixture.source()));
        const auto again = fixture.restore(point, "/tree");
        QCOMPARE(again->filesUnchanged, 1u);
    }

    void aFolderOfManyFilesComesBack()
    {
        RestoreFixture fixture;
        for (int i = 0; i < 8'000; ++i)
            writeFile(fixture.source() + "/file " + QByteArray::number(i), QByteArray::number(i).repeated(i % 50));
        const auto point = fixture.maker.point({fixture.maker.fromDisk(fixture.source(), "tree")});
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QCOMPARE(report->filesRestored, 8'000u);
        compareLines(describeTree(fixture.target() + "/tree"), describeTree(fixture.source()));
    }

    /// A folder that gives all that is made in it an ACL must not change what is restored.
    void theTargetsDefaultAclIsNotInherited()
    {
        RestoreFixture fixture;
        writeFile(fixture.source() + "/f", "x");
        writeFile(fixture.source() + "/sub/g", "y");
        if (!setAttribute(fixture.target(), "system.posix_acl_default", aclFor(12'345, true)))
            QSKIP("this file system has no ACLs");
        const auto point = fixture.maker.point({fixture.maker.fromDisk(fixture.source(), "tree")});
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        compareLines(describeTree(fixture.target() + "/tree"), describeTree(fixture.source()));
    }

    void aSingleFileAndAFileOfManyNamesComeBackAlone()
    {
        RestoreFixture fixture;
        makeOneOfEverything(fixture.source());
        const auto point = fixture.maker.point({fixture.maker.fromDisk(fixture.source(), "tree")});
        VERIFY_OK(fixture.restore(point, "/tree/small"));
        QCOMPARE(readFile(fixture.target() + "/small"), QByteArray("content"));
        VERIFY_OK(fixture.restore(point, "/tree/sub/deeper/linked 3"));
        QCOMPARE(readFile(fixture.target() + "/linked 3"), QByteArray("three names"));
        // Two names asked for by themselves are still one file.
        engine::RestoreOptions options;
        options.paths = {"/tree/linked", "/tree/sub"};
        options.to = fixture.base() + "/made/by the restore";
        const auto report = fixture.restore(point, options);
        VERIFY_OK(report);
        struct stat one{};
        struct stat other{};
        QCOMPARE(::stat((options.to + "/linked").constData(), &one), 0);
        QCOMPARE(::stat((options.to + "/sub/deeper/linked 3").constData(), &other), 0);
        QCOMPARE(one.st_ino, other.st_ino);
    }

    void lostHintsMakeEachNameAFileOfItsOwn()
    {
        RestoreFixture fixture;
        makeOneOfEverything(fixture.source());
        const auto made = fixture.maker.fromDisk(fixture.source(), "tree");
        const auto point = fixture.maker.point({made});
        fixture.service.lose(made.hint.hints);
        const auto report = fixture.restore(point, "/tree");
        VERIFY_OK(report);
        QCOMPARE(readFile(fixture.target() + "/tree/linked"), QByteArray("three names"));
        QCOMPARE(readFile(fixture.target() + "/tree/linked 2"), QByteArray("three names"));
        QVERIFY(report->filesIncomplete >= 3);
    }

    void wrongHintsDoNotMakeTwoFilesOne()
    {
        RestoreFixture fixture;
        auto one = fixture.maker.file("one", "first content");
        auto other = fixture.maker.file("other", "second content");
        for (auto *made : {&one, &other}) {
            made->entry.flags |= format::DirectoryEntry::Linked;
            made->hint.inode = 99;
        }
        const auto point = fixture.maker.point({fixture.maker.folder("tree", {one, other})});
        VERIFY_OK(fixture.restore(point, "/tree"));
        QCOMPARE(readFile(fixture.target() + "/tree/one"), QByteArray("first content"));
        QCOMPARE(readFile(fixture.target() + "/tree/other"), QByteArray("second content"));
    }

    void everythingGoesIntoTheTarget()
    {
        RestoreFixture fixture;
        const auto point = fixture.maker.point(
            {fixture.maker.folder("home", {fixture.maker.file("f", "1")}), fixture.maker.file("g", "2")});
        VERIFY_OK(fixture.restore(point, "/"));
        QCOMPARE(readFile(fixture.target() + "/home/f"), QByteArray("1"));
        QCOMPARE(readFile(fixture.target() + "/g"), QByteArray("2"));
    }

    void inPlaceMissingFoldersAreMadeAsTheyWere()
    {
        RestoreFixture fixture;
        writeFile(fixture.source() + "/a/b/file", "x");
        writeFile(fixture.source() + "/a/other", "y");
        ::chmod((fixture.source() + "/a/b").constData(), 0710);
        setTime(fixture.source() + "/a/b", 1000, 1);
        // As a point has it: every folder from "/" on, those above the selected one with nothing else in them.
        auto made = fixture.maker.fromDisk(fixture.source() + "/a", "a");
        auto components = (fixture.source()).split('/');
        while (components.size() > 1) {
            made = fixture.maker.folder(components.takeLast(), {made});
            made.entry.flags |= format::DirectoryEntry::Partial;
        }
        const auto point = fixture.maker.point({made});
        const auto before = describeTree(fixture.source() + "/a/b");
        QDir(QString::fromUtf8(fixture.source() + "/a")).removeRecursively();
        engine::RestoreOptions options;
        options.paths = {fixture.source() + "/a/b/file"};
        const auto report = fixture.restore(point, options);
        VERIFY_OK(report);
        QVERIFY2(!report->hasProblems(), qPrintable(fixture.events.reasons()));
        QCOMPARE(readFile(fixture.source() + "/a/b/file"), QByteArray("x"));
        QVERIFY(!exists(fixture.source() + "/a/other"));
        compareLines(describeTree(fixture.source() + "/a/b"), before);
    }

    void aMissingFolderToRestoreIntoIsMadeWhateverItsName()
    {
        RestoreFixture fixture;
        const auto point = fixture.maker.point({fixture.maker.file("f", "content")});
        engine::RestoreOptions options;
        options.paths = {"/f"};
        options.to = fixture.base() + "/\xff\xfe made/\x80/";
        VERIFY_OK(fixture.restore(point, options));
        QCOMPARE(namesIn(fixture.base() + "/\xff\xfe made"), QByteArrayList{"\x80"});
        QCOMPARE(namesIn(options.to), QByteArrayList{"f"});
    }

    void theNextBackupKnowsWhatWasRestored()
    {
        RestoreFixture fixture;
        const auto point = fixture.maker.point(
            {fixture.maker.folder("tree", {fixture.maker.file("f", "content"), fixture.maker.file("e", {})})});
        VERIFY_OK(fixture.restore(point, "/tree"));
        const auto known = KnownContents::open(fixture.state().knownContents);
        const auto folder = openFolderAt(AT_FDCWD, fixture.target() + "/tree");
        VERIFY_OK(folder);
        const auto status = statusAt(folder->get(), "f");
        VERIFY_OK(status);
        const auto content = known.find(fileSystemId(folder->get()), status->inode, status->changed, status->size);
        QVERIFY(content);
        QCOMPARE(*content, testDigester().chunk("content"));
    }
};

QTEST_GUILESS_MAIN(TestRestoreFidelity)
#include "tst_restore_fidelity.moc"
