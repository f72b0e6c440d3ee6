#include "store/real_disk.h"
#include "store/sample_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::store;

class TestRealDisk : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    RealDisk disk_;
    QString path(const char *name) const { return folder_.filePath(QString::fromLatin1(name)); }

private Q_SLOTS:
    void whatIsAppendedIsRead()
    {
        const auto file = disk_.create(path("file"));
        VERIFY_OK(file);
        const auto content = sampleContent(1, 300'000);
        VERIFY_OK((*file)->append(content.first(100)));
        const auto source = disk_.openRead(path("file"));
        VERIFY_OK(source);
        QCOMPARE((*source)->size(), 100u);
        VERIFY_OK((*file)->append(content.sliced(100)));
        VERIFY_OK((*file)->sync());
        QCOMPARE((*file)->size(), content.size());
        // A reader sees the file grow.
        QCOMPARE((*source)->size(), uint64_t(content.size()));
        QCOMPARE((*source)->read(50, 200'000).value(), content.sliced(50, 200'000));
        const auto beyond = (*source)->read(299'999, 2);
        QVERIFY(!beyond);
        QCOMPARE(beyond.error().kind(), ErrorKind::Damaged);
    }

    void nothingIsReplaced()
    {
        VERIFY_OK(disk_.create(path("first")));
        VERIFY_OK(disk_.create(path("second")));
        QCOMPARE(disk_.create(path("first")).error().kind(), ErrorKind::Exists);
        QCOMPARE(disk_.rename(path("first"), path("second")).error().kind(), ErrorKind::Exists);
        VERIFY_OK(disk_.rename(path("first"), path("third")));
        QCOMPARE(disk_.openRead(path("first")).error().kind(), ErrorKind::NotFound);
        VERIFY_OK(disk_.openRead(path("third")));
    }

    void aRemovedFileIsReadToTheEndByWhoHasIt()
    {
        const auto file = disk_.create(path("removed"));
        VERIFY_OK((*file)->append("content"));
        const auto source = disk_.openRead(path("removed"));
        VERIFY_OK(disk_.remove(path("removed")));
        QCOMPARE(disk_.remove(path("removed")).error().kind(), ErrorKind::NotFound);
        QCOMPARE((*source)->read(0, 7).value(), QByteArray("content"));
    }

    void foldersAreMadeWithTheirParents()
    {
        VERIFY_OK(disk_.makeFolder(path("a/b/c")));
        VERIFY_OK(disk_.makeFolder(path("a/b/c")));
        VERIFY_OK(disk_.syncFolder(path("a/b/c")));
        VERIFY_OK(disk_.create(path("a/file")));
        QCOMPARE(disk_.makeFolder(path("a/file")).error().kind(), ErrorKind::Exists);
        auto list = disk_.list(path("a"));
        VERIFY_OK(list);
        std::ranges::sort(*list, {}, &FileInfo::name);
        QCOMPARE(list->size(), 2u);
        QCOMPARE(list->front().name, QStringLiteral("b"));
        QVERIFY(list->front().isFolder);
        QVERIFY(!list->back().isFolder);
        QCOMPARE(disk_.list(path("nowhere")).error().kind(), ErrorKind::NotFound);
    }

    void manyFoldersAreMadeInOne()
    {
        const QStringList names{QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2")};
        QCOMPARE(disk_.makeFolders(path("many"), names).error().kind(), ErrorKind::NotFound);
        VERIFY_OK(disk_.makeFolder(path("many/1")));
        VERIFY_OK(disk_.makeFolders(path("many"), names));
        VERIFY_OK(disk_.makeFolders(path("many"), names));
        auto list = disk_.list(path("many"));
        VERIFY_OK(list);
        QCOMPARE(list->size(), 3u);
        QVERIFY(std::ranges::all_of(*list, &FileInfo::isFolder));
        VERIFY_OK(disk_.create(path("many/file")));
        QCOMPARE(disk_.makeFolders(path("many"), {QStringLiteral("file")}).error().kind(), ErrorKind::Exists);
    }

    void spaceIsTold()
    {
        const auto space = disk_.space(folder_.path());
        VERIFY_OK(space);
        QVERIFY(space->free > 0 && space->free <= space->total);
    }
};

QTEST_GUILESS_MAIN(TestRealDisk)
#include "tst_real_disk.moc"
