/// What is known of a PostgreSQL data folder without asking its server: which files a backup has, which part of the
/// log, where the server is.
#include "active/postgresql/cluster_files.h"
#include "active/postgresql/postmaster_file.h"
#include "active/postgresql/wal_range.h"

#include <QTest>

using namespace backspool;
using namespace backspool::engine;

class PostgresqlTest : public QObject
{
    Q_OBJECT

    static constexpr uint64_t kSegment = 16 << 20;
    static QByteArray label(const char *start, const char *file)
    {
        return QByteArray("START WAL LOCATION: ") + start + " (file " + file + ")\nCHECKPOINT LOCATION: 0/1\n";
    }

private Q_SLOTS:
    void aBackupHasWhatTheManualSays_data()
    {
        QTest::addColumn<QByteArray>("folder");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isLeftOut");
        const auto row = [](const char *folder, const char *name, bool isLeftOut) {
            QTest::addRow("%s/%s", folder, name) << QByteArray(folder) << QByteArray(name) << isLeftOut;
        };
        row("", "postmaster.pid", true);
        row("", "postmaster.opts", true);
        row("", "PG_VERSION", false);
        row("", "postgresql.conf", false);
        row("base", "pgsql_tmp", true);
        row("base/pgsql_tmp", "pgsql_tmp123.0", true);
        row("base/5", "pg_internal.init", true);
        row("base/5", "1234", false);
        row("base/5", "postmaster.pid", false);
        row("global", "pg_control", false);
        row("pg_xact", "0000", false);
    }
    void aBackupHasWhatTheManualSays()
    {
        QFETCH(QByteArray, folder);
        QFETCH(QByteArray, name);
        QTEST(isLeftOutOfCluster(folder, name), "isLeftOut");
    }

    void foldersOfTheRunningServerAreEmptied()
    {
        for (const char *folder : {"pg_replslot", "pg_dynshmem", "pg_notify", "pg_serial", "pg_snapshots",
                                   "pg_stat_tmp", "pg_subtrans", "pg_wal/archive_status"})
            QVERIFY(isEmptiedInCluster(folder));
        for (const char *folder : {"", "base", "pg_wal", "pg_xact", "pg_stat", "pg_twophase", "base/pg_notify"})
            QVERIFY(!isEmptiedInCluster(folder));
    }

    void theLogInWordsMayBeMissing()
    {
        QVERIFY(isSpareInCluster("", "log"));
        QVERIFY(isSpareInCluster("log", "postgresql-Mon.log"));
        QVERIFY(isSpareInCluster("", "current_logfiles"));
        QVERIFY(!isSpareInCluster("", "base"));
        QVERIFY(!isSpareInCluster("base/5", "log"));
        QVERIFY(!isSpareInCluster("pg_xact", "0000"));
    }

    void theLogGoesFromTheLabelToTheEnd_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("stop");
        QTest::addColumn<uint64_t>("segmentSize");
        QTest::addColumn<QByteArray>("last");
        QTest::addColumn<int>("count");
        const auto row = [](const char *name, const char *start, const char *file, const char *stop,
                            uint64_t segmentSize, const char *last, int count) {
            QTest::newRow(name) << QByteArray(start) << QByteArray(file) << QByteArray(stop) << segmentSize
                                << QByteArray(last) << count;
        };
        row("one", "0/2000028", "000000010000000000000002", "0/2000120", kSegment, "000000010000000000000002", 1);
        row("up to the border", "0/2000028", "000000010000000000000002", "0/3000000", kSegment,
            "000000010000000000000002", 1);
        row("over the border", "0/2000028", "000000010000000000000002", "0/3000001", kSegment,
            "000000010000000000000003", 2);
        row("over a log", "1/FE000028", "0000000A00000001000000FE", "2/1000028", kSegment, "0000000A0000000200000001",
            4);
        row("small segments", "0/FFF00028", "000000010000000000000FFF", "1/28", 1 << 20, "000000010000000100000000", 2);
        row("large segments", "0/C0000028", "000000010000000000000003", "1/28", 1 << 30, "000000010000000100000000", 2);
    }
    void theLogGoesFromTheLabelToTheEnd()
    {
        QFETCH(QByteArray, start);
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, stop);
        QFETCH(uint64_t, segmentSize);
        QFETCH(int, count);
        const auto end = parseWalPosition(stop);
        QVERIFY(end);
        const auto range = WalRange::of(label(start.constData(), file.constData()), *end, segmentSize);
        QVERIFY2(range, range ? "" : qPrintable(range.error().text()));
        const auto names = range->names();
        QCOMPARE(int(names.size()), count);
        QCOMPARE(names.front(), file);
        QTEST(names.back(), "last");
        for (const auto &name : names)
            QVERIFY(range->needs(name));
        QVERIFY(range->needs("00000002.history"));
        QVERIFY(!range->needs("000000010000000000000001"));
        QVERIFY(!range->needs("0000000A00000003000000FF"));
        QVERIFY(!range->needs("000000010000000000000002.partial"));
        QVERIFY(!range->needs("xlogtemp.5"));
    }

    void whatIsNoLabelIsRefused()
    {
        const auto isRefused = [](const QByteArray &text, uint64_t stop, uint64_t segmentSize = kSegment) {
            return !WalRange::of(text, stop, segmentSize);
        };
        const auto good = label("0/2000028", "000000010000000000000002");
        QVERIFY(!isRefused(good, 0x2000120));
        QVERIFY(isRefused(good, 0x2000028));          // ends before it begins
        QVERIFY(isRefused(good, uint64_t(1) << 60));  // a log without end
        QVERIFY(isRefused(good, 0x2000120, 3 << 20)); // no size of a segment
        QVERIFY(isRefused(good, 0x2000120, 0));
        QVERIFY(isRefused(good, 0x2000120, 1 << 20)); // another file than that
        QVERIFY(isRefused("", 0x2000120));
        QVERIFY(isRefused("START WAL LOCATION: ", 0x2000120));
        QVERIFY(isRefused("START WAL LOCATION: 0/2000028 (file 0000", 0x2000120));
        QVERIFY(isRefused(label("2000028", "000000010000000000000002"), 0x2000120));
        QVERIFY(isRefused(label("0/200002800", "000000010000000000000002"), 0x2000120));
        QVERIFY(!parseWalPosition("0/"));
        QVERIFY(!parseWalPosition("x/1"));
    }

    void theServersFileSaysWhereItIs()
    {
        const QByteArray ready =
            "4321\n/var/lib/pg\n1795659043\n5433\n/run/postgresql\nlocalhost\n 10953143  8\nready   \n";
        const auto address = ServerAddress::parse(ready);
        QVERIFY(address);
        QCOMPARE(*address, (ServerAddress{"/run/postgresql", 5433}));
        const auto kindOf = [](QByteArray content) {
            const auto parsed = ServerAddress::parse(content);
            return parsed ? ErrorKind::Exists : parsed.error().kind();
        };
        QCOMPARE(kindOf(QByteArray(ready).replace("ready", "starting")), ErrorKind::Busy);
        QCOMPARE(kindOf(QByteArray(ready).replace("ready", "standby")), ErrorKind::Unsupported);
        QCOMPARE(kindOf(QByteArray(ready).replace("/run/postgresql", "")), ErrorKind::Unsupported);
        QCOMPARE(kindOf(QByteArray(ready).replace("/run/postgresql", "relative")), ErrorKind::Unsupported);
        // psql takes a comma for the end of one host.
        QCOMPARE(kindOf(QByteArray(ready).replace("/run/postgresql", "/run/a,b")), ErrorKind::Unsupported);
        QCOMPARE(kindOf(QByteArray(ready).replace("5433", "99999")), ErrorKind::Invalid);
        QCOMPARE(kindOf(QByteArray(ready).replace("5433", "x")), ErrorKind::Invalid);
        QCOMPARE(kindOf("4321\n/var/lib/pg\n"), ErrorKind::Busy); // just being written
        QCOMPARE(kindOf("what is this"), ErrorKind::Invalid);
        QCOMPARE(kindOf({}), ErrorKind::Invalid);
    }
};

QTEST_GUILESS_MAIN(PostgresqlTest)
#include "tst_postgresql.moc"
