/// What the running agent tells of its progress.
#include "agent/agent_report.h"

#include <QJsonArray>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;
using namespace std::chrono_literals;

class TestAgentReport : public QObject
{
    Q_OBJECT

    static QJsonObject progressOf(std::chrono::nanoseconds duration, const Progress &progress)
    {
        AgentReport report;
        report.running = RunningBackup{.duration = duration, .progress = progress};
        return report.toJson()[QStringLiteral("progress")].toObject();
    }

private Q_SLOTS:
    void theRestIsEstimatedByTheLastPoint()
    {
        const auto quarter = progressOf(10s, {.itemsDone = 25, .itemsTotal = 100, .bytesDone = 5'000, .bytesTotal = 0});
        QCOMPARE(quarter[QStringLiteral("files")].toInteger(), 25);
        QCOMPARE(quarter[QStringLiteral("files_expected")].toInteger(), 100);
        QCOMPARE(quarter[QStringLiteral("bytes_per_second")].toInteger(), 500);
        QCOMPARE(quarter[QStringLiteral("seconds_left")].toInteger(), 30);
        const auto end = progressOf(10s, {.itemsDone = 100, .itemsTotal = 100, .bytesDone = 0, .bytesTotal = 0});
        QCOMPARE(end[QStringLiteral("seconds_left")].toInteger(-1), 0);
        const auto slow =
            progressOf(24h, {.itemsDone = 1, .itemsTotal = 1'000'000'000, .bytesDone = 0, .bytesTotal = 0});
        QCOMPARE(slow[QStringLiteral("seconds_left")].toInteger(), 30 * 86'400);
    }

    void groupsAreCountedByWhatProtectedThemAndFailuresNamed()
    {
        AgentReport report;
        report.lastBackup = LastBackup{};
        report.lastBackup->groupCounts = {{Protection::None, 1}, {Protection::BackupMode, 2}, {Protection::Clone, 700}};
        report.lastBackup->groups.resize(700);
        report.lastBackup->commandFailures = {
            {QStringLiteral("after"), Error(ErrorKind::Busy, QStringLiteral("it took too long"))}};
        const auto backup = report.toJson()[QStringLiteral("last_backup")].toObject();
        QCOMPARE(backup[QStringLiteral("group_counts")].toObject(),
                 (QJsonObject{
                     {QStringLiteral("none"), 1}, {QStringLiteral("backup-mode"), 2}, {QStringLiteral("clone"), 700}}));
        QCOMPARE(backup[QStringLiteral("groups")].toArray().size(), 100);
        const auto failure = backup[QStringLiteral("command_failures")].toArray().first().toObject();
        QCOMPARE(failure[QStringLiteral("phase")].toString(), QStringLiteral("after"));
        QCOMPARE(failure[QStringLiteral("kind")].toString(), QStringLiteral("busy"));
    }

    void whereNothingIsKnownNothingIsEstimated()
    {
        for (const auto &object :
             {progressOf(10s, {.itemsDone = 25, .itemsTotal = 0, .bytesDone = 0, .bytesTotal = 0}),  // the first backup
              progressOf(10s, {.itemsDone = 0, .itemsTotal = 100, .bytesDone = 0, .bytesTotal = 0}), // nothing seen yet
              progressOf(1s, {.itemsDone = 25, .itemsTotal = 100, .bytesDone = 0, .bytesTotal = 0})})
            QVERIFY(!object.contains(QStringLiteral("seconds_left")));
        QVERIFY(!progressOf(10s, {}).contains(QStringLiteral("files_expected")));
        QCOMPARE(progressOf(0s, {})[QStringLiteral("bytes_per_second")].toInteger(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAgentReport)
#include "tst_agent_report.moc"
