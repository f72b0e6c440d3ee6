#include "fault/memory_vfs.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using namespace backspool;
using namespace backspool::fault;

class TestMemoryDisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPowerCutLeavesWhatWasSynced_data()
    {
        QTest::addColumn<bool>("syncsData");
        QTest::addColumn<bool>("syncsName");
        QTest::addColumn<PowerCut>("how");
        QTest::addColumn<bool>("isThere");
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("both") << true << true << PowerCut::Lose << true << QByteArray("synced");
        QTest::newRow("no name") << true << false << PowerCut::Lose << false << QByteArray();
        QTest::newRow("no data") << false << true << PowerCut::Lose << true << QByteArray();
        QTest::newRow("names are kept") << false << false << PowerCut::KeepNames << true << QByteArray();
    }
    void aPowerCutLeavesWhatWasSynced()
    {
        QFETCH(bool, syncsData);
        QFETCH(bool, syncsName);
        QFETCH(PowerCut, how);
        MemoryDisk disk;
        QVERIFY(disk.makeFolder(QStringLiteral("/a/b")));
        const auto file = disk.create(QStringLiteral("/a/b/file"));
        QVERIFY(file);
        QVERIFY((*file)->append("synced"));
        if (syncsData)
            QVERIFY((*file)->sync());
        if (syncsName)
            QVERIFY(disk.syncFolder(QStringLiteral("/a/b")));
        QVERIFY((*file)->append(" and more"));
        disk.powerCut(how);
        QTEST(!disk.files().empty(), "isThere");
        QTEST(disk.content(QStringLiteral("/a/b/file")), "content");
        // Who had it open belongs to the time before.
        QVERIFY(!(*file)->append("late"));
    }

    void theDeathOfTheProcessLosesNothing()
    {
        MemoryDisk disk;
        const auto file = disk.create(QStringLiteral("/file"));
        QVERIFY(file);
        QVERIFY((*file)->append("written"));
        disk.processDeath();
        QCOMPARE(disk.content(QStringLiteral("/file")), QByteArray("written"));
    }

    void aTornFileIsAFirstPartOfWhatWasWritten()
    {
        std::set<QByteArray> seen;
        for (uint32_t seed = 0; seed < 200; ++seed) {
            MemoryDisk disk;
            const auto file = disk.create(QStringLiteral("/file"));
            QVERIFY(file && (*file)->append("sync") && (*file)->sync() && disk.syncFolder(QStringLiteral("/")));
            QVERIFY((*file)->append("ed and") && (*file)->append(" torn"));
            disk.powerCut(PowerCut::Tear, seed);
            const auto left = disk.content(QStringLiteral("/file"));
            QVERIFY(QByteArray("synced and torn").startsWith(left) && left.size() >= 4);
            seen.insert(left);
        }
        QVERIFY(seen.size() > 8);
    }

    void itStopsAtEachChange()
    {
        const auto scenario = [](MemoryDisk &disk) {
            const auto file = disk.create(QStringLiteral("/file"));
            return file && (*file)->append("12345678") && (*file)->sync() &&
                   disk.rename(QStringLiteral("/file"), QStringLiteral("/other")) &&
                   disk.syncFolder(QStringLiteral("/"));
        };
        MemoryDisk whole;
        QVERIFY(scenario(whole));
        QCOMPARE(whole.operationCount(), 5u);
        for (uint64_t i = 1; i <= 5; ++i) {
            MemoryDisk disk;
            disk.stopAt(i);
            QVERIFY(!scenario(disk));
            QVERIFY(disk.isStopped());
            QVERIFY(!disk.list(QStringLiteral("/")));
            disk.processDeath();
            QCOMPARE(disk.list(QStringLiteral("/"))->size(), i == 1 ? 0u : 1u);
            if (i == 2)
                QCOMPARE(disk.content(QStringLiteral("/file")), QByteArray("1234"));
        }
    }

    void aFullDiskTakesWhatThereIsRoomFor()
    {
        MemoryDisk disk;
        disk.setCapacity(10);
        const auto file = disk.create(QStringLiteral("/file"));
        QVERIFY((*file)->append("123456"));
        const auto full = (*file)->append("123456");
        QVERIFY(!full);
        QCOMPARE(full.error().kind(), ErrorKind::NoSpace);
        QCOMPARE(disk.content(QStringLiteral("/file")), QByteArray("1234561234"));
        QCOMPARE(disk.space(QStringLiteral("/"))->free, 0);
    }

    void sqliteSurvivesAPowerCutAtEachChange()
    {
        uint64_t count = 0;
        int cuts = 0;
        for (uint64_t stop = 0; stop <= count; ++stop) {
            for (const auto how : {PowerCut::Lose, PowerCut::KeepNames, PowerCut::Tear}) {
                MemoryDisk disk;
                const MemoryVfs vfs(disk);
                int committed = 0;
                disk.stopAt(stop);
                insertRows(vfs, &committed);
                if (stop == 0)
                    count = disk.operationCount();
                disk.powerCut(how, uint32_t(stop));
                const auto rows = countRows(vfs);
                // The row whose commit was cut may be there or not.
                QVERIFY2(rows == committed || rows == committed + 1,
                         qPrintable(QStringLiteral("stop at %1: %2 of %3").arg(stop).arg(rows).arg(committed)));
                ++cuts;
            }
        }
        QVERIFY(cuts > 60);
    }

private:
    static void insertRows(const MemoryVfs &vfs, int *committed)
    {
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("memory-disk"));
            database.setDatabaseName(vfs.databaseName(QStringLiteral("/test.sqlite")));
            database.setConnectOptions(MemoryVfs::connectOptions());
            bool ok = database.open();
            QSqlQuery query(database);
            // With the exclusive lock a commit overwrites the journal's header: no removal that had to be synced.
            ok = ok && query.exec(QStringLiteral("PRAGMA locking_mode = EXCLUSIVE")) &&
                 query.exec(QStringLiteral("PRAGMA synchronous = FULL")) &&
                 query.exec(QStringLiteral("CREATE TABLE rows (value TEXT)"));
            for (int i = 0; i < 5 && ok; ++i) {
                ok = query.exec(QStringLiteral("INSERT INTO rows VALUES ('%1')").arg(QString(2000, u'x')));
                *committed += ok ? 1 : 0;
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("memory-disk"));
    }

    static int countRows(const MemoryVfs &vfs)
    {
        int rows = -1;
        {
            auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("memory-disk"));
            database.setDatabaseName(vfs.databaseName(QStringLiteral("/test.sqlite")));
            database.setConnectOptions(MemoryVfs::connectOptions());
            if (database.open()) {
                QSqlQuery query(database);
                if (!query.exec(QStringLiteral("PRAGMA integrity_check")) || !query.next() ||
                    query.value(0).toString() != QStringLiteral("ok"))
                    qWarning("%s", qPrintable(query.lastError().text()));
                else if (!query.exec(QStringLiteral("SELECT count(*) FROM rows")))
                    rows = 0; // not even the table yet
                else if (query.next())
                    rows = query.value(0).toInt();
            }
        }
        QSqlDatabase::removeDatabase(QStringLiteral("memory-disk"));
        return rows;
    }
};

QTEST_GUILESS_MAIN(TestMemoryDisk)
#include "tst_memory_disk.moc"
