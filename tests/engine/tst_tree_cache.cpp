#include "difference/tree_cache.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;

namespace {

ObjectName name(int number)
{
    ObjectName result;
    result.data()[0] = uint8_t(number);
    result.data()[31] = 1;
    return result;
}

QByteArray entryNamed(const QByteArray &entryName)
{
    format::DirectoryEntry entry;
    entry.name = entryName;
    entry.type = format::FileType::File;
    return entry.encode();
}

QByteArray hintWith(uint64_t inode)
{
    format::Hint hint;
    hint.inode = inode;
    return hint.encode();
}

/// A root record with one file named @p file.
CachedRecord appendFolder(TreeCache &cache, const QByteArray &file, uint64_t inode, const CachedRecord &child = {})
{
    const QByteArray entry = entryNamed(file), hint = hintWith(inode);
    return cache.append(name(1), name(2), {{entry, hint, child}}).value();
}

CachedPoint pointAt(const CachedRecord &record, uint64_t id = 7)
{
    CachedPoint point;
    point.point = PointId{id};
    point.started = fromUnixSeconds(1'800'000'000);
    point.rootEntry = "root entry";
    point.rootHint = "root hint";
    point.rootRecord = record;
    point.users = {{0, "root"}, {1000, "anna"}};
    return point;
}

} // namespace

class TreeCacheTest : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<TreeCache> open(const QByteArray &owner = "repository/1")
    {
        return TreeCache::open(folder_.path(), owner).value();
    }
    void commitOne(const QByteArray &file = "letter")
    {
        const auto cache = open();
        QVERIFY(cache->beginUpdate());
        const auto record = appendFolder(*cache, file, 5);
        QVERIFY(cache->commit(pointAt(record)));
    }

private Q_SLOTS:
    void init()
    {
        QDir(folder_.path()).removeRecursively();
        QDir().mkpath(folder_.path());
    }

    void whatWasCommittedIsFoundAgain()
    {
        commitOne();
        const auto cache = open();
        QVERIFY(!cache->isEmpty());
        QCOMPARE(cache->point().point.value, 7u);
        QCOMPARE(cache->point().rootEntry, QByteArray("root entry"));
        QCOMPARE(cache->point().users.at(1000), QByteArray("anna"));
        const auto folder = cache->read(cache->point().rootRecord.offset);
        QVERIFY(folder);
        QCOMPARE(folder->node(), name(1));
        QCOMPARE(folder->entries().size(), size_t(1));
        QCOMPARE(folder->entries().front().name.toByteArray(), QByteArray("letter"));
        QCOMPARE(format::Hint::decode(folder->entries().front().hint)->inode, 5u);
    }

    void anInterruptedUpdateChangesNothing()
    {
        commitOne();
        {
            const auto cache = open();
            QVERIFY(cache->beginUpdate());
            appendFolder(*cache, "never committed", 6);
        }
        const auto cache = open();
        QVERIFY(cache->beginUpdate());
        QCOMPARE(cache->read(cache->point().rootRecord.offset)->entries().front().name.toByteArray(),
                 QByteArray("letter"));
    }

    void anotherOwnersCacheIsNotTaken()
    {
        commitOne();
        QVERIFY(open("repository/2")->isEmpty());
    }

    void damageIsNeverTaken_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("description") << "last-point";
        QTest::newRow("tree") << "tree-1.cache";
    }
    void damageIsNeverTaken()
    {
        QFETCH(QString, file);
        commitOne();
        const QString path = folder_.filePath(file);
        QFile original(path);
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray whole = original.readAll();
        for (qsizetype at = 8; at < whole.size(); ++at) {
            QByteArray damaged = whole;
            damaged[at] = char(damaged[at] ^ 0x41);
            init();
            commitOne();
            QFile changed(path);
            QVERIFY(changed.open(QIODevice::WriteOnly) && changed.write(damaged) == damaged.size());
            changed.close();
            const auto cache = open();
            if (cache->isEmpty())
                continue;
            QVERIFY2(!cache->read(cache->point().rootRecord.offset), qPrintable(QString::number(at)));
        }
    }

    void garbageIsLeftBehindInANewFile()
    {
        commitOne();
        const QByteArray longName(200, 'x');
        for (int round = 0; round < 3; ++round) {
            const auto cache = open();
            QVERIFY(cache->beginUpdate());
            CachedRecord last;
            for (int i = 0; i < 20'000; ++i) {
                last = appendFolder(*cache, longName, uint64_t(i));
                cache->retire(300);
            }
            QVERIFY(cache->commit(pointAt(last)));
        }
        const auto cache = open();
        QVERIFY(cache->beginUpdate());
        QVERIFY(!cache->keepsRecords());
        const auto kept = cache->keep(cache->point().rootRecord);
        QVERIFY(kept);
        QVERIFY(cache->commit(pointAt(*kept)));
        QCOMPARE(cache->read(kept->offset)->entries().front().name.toByteArray(), longName);
        QCOMPARE(QDir(folder_.path()).entryList({QStringLiteral("tree-*")}).size(), 1);
        QVERIFY(QFileInfo(folder_.filePath(QDir(folder_.path()).entryList({QStringLiteral("tree-*")}).constFirst()))
                    .size() < 1000);
    }
};

QTEST_GUILESS_MAIN(TreeCacheTest)
#include "tst_tree_cache.moc"
