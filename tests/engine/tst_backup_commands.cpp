/// The commands around a backup: that they run, what they are told, and what becomes of the backup when they fail.
#include "backup/backup_commands.h"
#include "backup/command_runner.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace backspool;
using namespace backspool::engine;
using Arguments = policy::CommandPolicy::Arguments;

class BackupCommandsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QByteArray file(const char *name) const { return QFile::encodeName(folder_->filePath(QString::fromLatin1(name))); }
    QByteArray content(const char *name) const
    {
        QFile read(folder_->filePath(QString::fromLatin1(name)));
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray("(none)");
    }
    static bool isGone(pid_t process)
    {
        QFile status(QStringLiteral("/proc/%1/stat").arg(process));
        return !status.open(QIODevice::ReadOnly) || status.readAll().contains(") Z ");
    }
    static Arguments shell(const QByteArray &script) { return {"/bin/sh", "-c", script}; }
    /// Writes what it was told to the file of that name.
    Arguments teller(const char *name) const
    {
        return shell("echo $BACKSPOOL_PHASE $BACKSPOOL_RESULT $BACKSPOOL_POINT $BACKSPOOL_ERROR > " + file(name));
    }
    static Result<BackupReport> point()
    {
        BackupReport report;
        report.point = PointId{7};
        return report;
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void bothRunAndAreToldHowItWent()
    {
        const CancelToken cancel;
        bool wasBefore = false;
        const auto done = runWithCommands({.before = teller("before"), .after = teller("after")}, cancel, [&] {
            wasBefore = content("before") == "before\n" && content("after") == "(none)";
            return point();
        });
        QVERIFY(done && done->commandFailures.empty() && wasBefore);
        QCOMPARE(content("after"), QByteArray("after done 7\n"));
    }

    void withoutCommandsThereIsOnlyTheBackup()
    {
        const CancelToken cancel;
        const auto done = runWithCommands({}, cancel, point);
        QVERIFY(done && done->point == PointId{7} && done->commandFailures.empty());
    }

    void theSecondRunsAfterABackupThatFailed()
    {
        const CancelToken cancel;
        const auto refused = [] {
            return Result<BackupReport>(
                fail(Error(ErrorKind::Busy, QStringLiteral("no slot")).withRetryAfter(std::chrono::seconds(9))));
        };
        auto failed = runWithCommands({.after = teller("after")}, cancel, refused);
        QVERIFY(!failed);
        QCOMPARE(failed.error().text(), QStringLiteral("no slot"));
        QCOMPARE(content("after"), QByteArray("after failed no slot\n"));
        failed = runWithCommands({.after = shell("echo cannot thaw; exit 3")}, cancel, refused);
        QVERIFY(!failed);
        QCOMPARE(failed.error().text(), QStringLiteral("no slot; the command after the backup (/bin/sh): it ended "
                                                       "with code 3: cannot thaw"));
        QVERIFY(failed.error().retryAfter() == std::chrono::seconds(9));
    }

    void aFirstThatFailsEndsTheBackupUnlessItMay()
    {
        const CancelToken cancel;
        policy::CommandPolicy commands{.before = shell("echo first; echo no rest >&2; exit 1"),
                                       .after = teller("after")};
        bool hasBegun = false;
        const auto backup = [&] {
            hasBegun = true;
            return point();
        };
        const auto ended = runWithCommands(commands, cancel, backup);
        QVERIFY(!ended && !hasBegun);
        QVERIFY2(ended.error().text().contains(QStringLiteral("the command before the backup (/bin/sh): it ended with "
                                                              "code 1: no rest")),
                 qPrintable(ended.error().text()));
        QVERIFY(content("after").startsWith("after failed the command before"));
        commands.mustSucceed = false;
        const auto made = runWithCommands(commands, cancel, backup);
        QVERIFY(made && hasBegun);
        QCOMPARE(made->commandFailures.size(), 1U);
        QCOMPARE(made->commandFailures[0].phase, QStringLiteral("before"));
        QCOMPARE(content("after"), QByteArray("after done 7\n"));
    }

    void aProgramThatIsNotThereIsNamed()
    {
        const CancelToken cancel;
        const auto ended = runWithCommands({.before = {"/nowhere/freeze"}}, cancel, point);
        QVERIFY(!ended && ended.error().text().contains(QStringLiteral("/nowhere/freeze")));
    }

    void oneThatTakesTooLongIsKilledWithAllThatItStarted()
    {
        const CancelToken never;
        QElapsedTimer time;
        time.start();
        const auto outcome = runCommand(shell("sleep 1000 & echo $!; wait"), {}, std::chrono::milliseconds(300), never);
        QVERIFY(!outcome.status && outcome.status.error().kind() == ErrorKind::Busy);
        QVERIFY(time.elapsed() < 30'000);
        const pid_t grandchild = outcome.output.trimmed().toInt();
        QVERIFY(grandchild > 0);
        // Whoever inherited it may take a moment to see its end.
        QTRY_VERIFY(isGone(grandchild));
    }

    void aStopEndsTheFirstAndNotTheSecond()
    {
        CancelToken cancel;
        std::thread stop([&cancel] {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            cancel.cancel();
        });
        bool hasBegun = false;
        const auto ended = runWithCommands({.before = shell("sleep 1000"),
                                            .after = shell("sleep 0.3; echo $BACKSPOOL_RESULT > " + file("after")),
                                            .mustSucceed = false},
                                           cancel, [&] {
                                               hasBegun = true;
                                               return point();
                                           });
        stop.join();
        QVERIFY(!ended && !hasBegun);
        QCOMPARE(ended.error().kind(), ErrorKind::Cancelled);
        QCOMPARE(content("after"), QByteArray("cancelled\n"));
    }

    void muchOutputIsTakenAndItsEndKept()
    {
        const CancelToken never;
        const auto outcome = runCommand(shell("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo the end"), {},
                                        std::chrono::minutes(1), never);
        QVERIFY(outcome.status);
        QCOMPARE(outcome.output.size(), kKeptOutput);
        QVERIFY(outcome.output.endsWith("x\nthe end\n"));
    }

    void whatItLeavesRunningIsNotWaitedFor_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::newRow("silent") << QByteArray("sleep 20 & ");
        QTest::newRow("talking") << QByteArray("timeout 20 yes & ");
    }
    void whatItLeavesRunningIsNotWaitedFor()
    {
        QFETCH(QByteArray, left);
        const CancelToken never;
        QElapsedTimer time;
        time.start();
        const auto outcome = runCommand(shell(left + "sleep 0.1; exit 7"), {}, std::chrono::minutes(1), never);
        QVERIFY(!outcome.status && outcome.status.error().text().contains(QStringLiteral("code 7")));
        QVERIFY(time.elapsed() < 15'000);
    }

    void itHasTheAgentsEnvironmentButNotItsServiceManager()
    {
        qputenv("NOTIFY_SOCKET", "/run/x");
        qputenv("BACKSPOOL_TEST_VARIABLE", "kept");
        const CancelToken never;
        const auto outcome = runCommand(shell("echo \"$NOTIFY_SOCKET|$BACKSPOOL_TEST_VARIABLE|$MORE\""), {"MORE=a b"},
                                        std::chrono::minutes(1), never);
        qunsetenv("NOTIFY_SOCKET");
        QCOMPARE(outcome.output, QByteArray("|kept|a b\n"));
    }
};

QTEST_GUILESS_MAIN(BackupCommandsTest)
#include "tst_backup_commands.moc"
