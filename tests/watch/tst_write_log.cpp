/// When the write log is believed, and when not.
#include "support/verify_ok.h"
#include "watch/clock_ahead.h"
#include "watch/scripted_monitor.h"
#include "watch/write_log.h"
#include "watch/write_log_handover.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;

namespace {
constexpr PointId kFirst{5}, kSecond{6};
constexpr auto kWeek = std::chrono::days(7);
const QByteArray kSelected = "what is selected";
} // namespace

class TestWriteLog : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    ClockAhead clock_;
    ScriptedMonitor *monitor_ = nullptr;
    std::unique_ptr<WriteLog> log_;

    void make()
    {
        auto monitor = std::make_unique<ScriptedMonitor>();
        monitor_ = monitor.get();
        log_ = std::make_unique<WriteLog>(std::unique_ptr<WriteMonitor>(std::move(monitor)), folder_->path(), clock_);
    }
    /// A backup that looked at everything.
    void backUp(PointId point = kFirst)
    {
        WriteLog::Use use(*log_);
        use.committed(point, kSelected, true, false);
    }
    bool isBelieved(PointId base = kFirst, const QByteArray &configuration = kSelected)
    {
        return WriteLog::Use(*log_).changesSince(base, configuration).has_value();
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        clock_.ahead = {};
        make();
    }

    void beforeTheFirstBackupNothingIsKnown()
    {
        QVERIFY(!isBelieved());
        QVERIFY(!isBelieved(PointId{}));
        QVERIFY(!log_->report().isValid);
        QVERIFY(!log_->report().reason.isEmpty());
        backUp();
        QVERIFY(isBelieved());
        QVERIFY(log_->report().isValid && log_->report().since);
    }

    void itHoldsForItsOwnBaseAndConfigurationOnly()
    {
        backUp();
        QVERIFY(!isBelieved(kSecond));
        QVERIFY(!isBelieved(kFirst, "something else"));
        backUp(kSecond);
        QVERIFY(!isBelieved(kFirst));
        QVERIFY(isBelieved(kSecond));
    }

    void aBackupThatFailsGivesBackWhatItTook()
    {
        backUp();
        QCOMPARE(monitor_->accepted, 1);
        {
            WriteLog::Use failed(*log_);
            QVERIFY(failed.changesSince(kFirst, kSelected));
        }
        QCOMPARE(monitor_->givenBack, 1);
        QVERIFY(isBelieved());
    }

    void whatTheMonitorLostIsKnownAgainAfterABackup()
    {
        backUp();
        const auto next = std::exchange(monitor_->next, {});
        QVERIFY(!log_->report().isValid);
        {
            WriteLog::Use use(*log_);
            QVERIFY(!use.changesSince(kFirst, kSelected));
            monitor_->next = next;
            use.committed(kSecond, kSelected, true, false);
        }
        QVERIFY(isBelieved(kSecond));
    }

    void withoutAMonitorItSaysWhy()
    {
        log_ = std::make_unique<WriteLog>(fail(ErrorKind::Denied, QStringLiteral("not root")), folder_->path(), clock_);
        backUp();
        QVERIFY(!isBelieved());
        QCOMPARE(log_->report().backEnd, QStringLiteral("none"));
        QCOMPARE(log_->report().reason, QStringLiteral("not root"));
        VERIFY_OK(log_->saveForRestart());
        QVERIFY(!WriteLogHandover::take(folder_->path()));
    }

    void aSafetyWalkIsDueByTime()
    {
        QVERIFY(WriteLog::Use(*log_).isSafetyWalkDue(kWeek));
        backUp();
        QVERIFY(!WriteLog::Use(*log_).isSafetyWalkDue(kWeek));
        QVERIFY(WriteLog::Use(*log_).isSafetyWalkDue(std::chrono::seconds(0)));
        clock_.ahead = kWeek + std::chrono::seconds(1);
        QVERIFY(WriteLog::Use(*log_).isSafetyWalkDue(kWeek));
        clock_.ahead = -std::chrono::days(1); // set back: when it was is not known
        QVERIFY(WriteLog::Use(*log_).isSafetyWalkDue(kWeek));
    }

    void aMissIsRememberedUntilAWalkFindsNone()
    {
        backUp();
        {
            WriteLog::Use walk(*log_);
            walk.missed().add("/home/anna/letter");
            walk.committed(kSecond, kSelected, true, true);
        }
        make(); // a restart
        QCOMPARE(log_->report().memory.missed, 1U);
        QCOMPARE(log_->report().memory.lastMissed, QStringLiteral("/home/anna/letter"));
        backUp(); // looked at everything, and had nothing to compare with
        QVERIFY(WriteLog::Use(*log_).isSafetyWalkDue(kWeek));
        QVERIFY(!log_->report().isValid);
        {
            WriteLog::Use walk(*log_);
            walk.committed(kSecond, kSelected, true, true);
        }
        QVERIFY(!WriteLog::Use(*log_).isSafetyWalkDue(kWeek));
        QVERIFY(log_->report().isValid);
        QCOMPARE(log_->report().memory.missed, 1U);
    }

    void aDamagedMemoryIsNoReasonToTrust()
    {
        backUp();
        QFile file(folder_->filePath(QStringLiteral("write-log.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("damaged") > 0);
        file.close();
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("write-log.json")));
        make();
        backUp();
        QVERIFY(WriteLog::Use(*log_).isSafetyWalkDue(kWeek));
    }

    void aHandoverIsTakenOnceAndOnlyWhole()
    {
        backUp();
        VERIFY_OK(log_->saveForRestart());
        const auto file = folder_->filePath(QStringLiteral("write-log.handover"));
        const auto taken = WriteLogHandover::take(folder_->path());
        QVERIFY(taken);
        QCOMPARE(taken->base, kFirst);
        QCOMPARE(taken->configuration, kSelected);
        QCOMPARE(taken->monitor, QByteArray("saved"));
        QVERIFY(!QFile::exists(file));
        QVERIFY(!WriteLogHandover::take(folder_->path()));

        VERIFY_OK(taken->leave(folder_->path()));
        QFile whole(file);
        QVERIFY(whole.open(QIODevice::ReadWrite) && whole.seek(whole.size() - 1) && whole.putChar('x'));
        whole.close();
        QVERIFY(!WriteLogHandover::take(folder_->path()));
        QVERIFY(!QFile::exists(file));
    }
};

QTEST_GUILESS_MAIN(TestWriteLog)
#include "tst_write_log.moc"
