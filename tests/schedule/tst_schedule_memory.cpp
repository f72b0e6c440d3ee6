/// The schedule's state as a file.
#include "schedule/schedule_memory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;

class TestScheduleMemory : public QObject
{
    Q_OBJECT

    QTemporaryDir folder_;
    QString path() const { return folder_.filePath(QStringLiteral("schedule.json")); }

private Q_SLOTS:
    void aPauseIsSyncedWhateverIsSavedWithIt_data()
    {
        using enum ScheduleMemory::Durability;
        QTest::addColumn<bool>("isPaused");
        QTest::addColumn<ScheduleMemory::Durability>("wished");
        QTest::addColumn<ScheduleMemory::Durability>("expected");
        QTest::newRow("a backup began or ended") << false << Soon << Soon;
        QTest::newRow("one that was asked for while paused") << true << Soon << Now;
        QTest::newRow("paused") << true << Now << Now;
        QTest::newRow("resumed") << false << Now << Now;
    }
    void aPauseIsSyncedWhateverIsSavedWithIt()
    {
        QFETCH(bool, isPaused);
        QFETCH(ScheduleMemory::Durability, wished);
        ScheduleMemory memory;
        memory.isPaused = isPaused;
        QTEST(memory.durabilityFor(wished), "expected");
    }

    void whatIsSavedIsReadAgain_data()
    {
        QTest::addColumn<ScheduleMemory::Durability>("durability");
        QTest::newRow("synced") << ScheduleMemory::Durability::Now;
        QTest::newRow("not synced") << ScheduleMemory::Durability::Soon;
    }
    void whatIsSavedIsReadAgain()
    {
        QFETCH(ScheduleMemory::Durability, durability);
        ScheduleMemory memory;
        memory.since = fromUnixSeconds(1'800'000'000);
        memory.lastSuccess = fromUnixSeconds(1'800'000'100);
        memory.lastAttempt = fromUnixSeconds(1'800'000'200);
        memory.failures = 3;
        memory.lastError = Error(ErrorKind::Busy, QStringLiteral("another backup runs"));
        memory.isPaused = true;
        memory.pausedUntil = fromUnixSeconds(1'800'000'300);
        memory.seen = fromUnixSeconds(1'800'000'250);
        memory.failures = 2;
        QVERIFY(memory.save(path(), durability));
        memory.failures = 3;
        QVERIFY(memory.save(path(), durability));
        QCOMPARE(QDir(folder_.path()).entryList(QDir::Files), {QStringLiteral("schedule.json")});
        const auto again = ScheduleMemory::load(path());
        QVERIFY(again);
        QCOMPARE(again->since, memory.since);
        QCOMPARE(again->lastSuccess, memory.lastSuccess);
        QCOMPARE(again->lastAttempt, memory.lastAttempt);
        QCOMPARE(again->failures, 3);
        QCOMPARE(again->lastError->text(), memory.lastError->text());
        QVERIFY(isCondition(again->lastError->kind()));
        QVERIFY(again->isPaused);
        QCOMPARE(again->pausedUntil, memory.pausedUntil);
        QCOMPARE(again->seen, memory.seen);
    }

    void nothingIsReadFromWhatItIsNot_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("\0\1", 2);
        QTest::newRow("list") << QByteArray("[]");
        QTest::newRow("version") << QByteArray(R"({"version": 9})");
        QTest::newRow("time as text") << QByteArray(R"({"version": 1, "since": "now"})");
        QTest::newRow("time out of range") << QByteArray(R"({"version": 1, "last_success": 99999999999999})");
        QTest::newRow("time before 1970") << QByteArray(R"({"version": 1, "seen": -5})");
        QTest::newRow("long") << "{\"version\": 1, \"x\": \"" + QByteArray(100'000, 'x') + "\"}";
    }
    void nothingIsReadFromWhatItIsNot()
    {
        QFETCH(QByteArray, content);
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        const auto memory = ScheduleMemory::load(path());
        QVERIFY(!memory);
        QCOMPARE(memory.error().kind(), ErrorKind::Damaged);
    }

    void noFileIsNoError()
    {
        const auto memory = ScheduleMemory::load(folder_.filePath(QStringLiteral("none")));
        QVERIFY(!memory);
        QCOMPARE(memory.error().kind(), ErrorKind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestScheduleMemory)
#include "tst_schedule_memory.moc"
