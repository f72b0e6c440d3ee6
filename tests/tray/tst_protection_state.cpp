/// "Am I protected?": the answer in a picture and a few words.
#include "tray/protection_state.h"

#include <QTest>

using namespace backspool;
using namespace backspool::tray;
using namespace std::chrono_literals;
using State = engine::Decision::State;

namespace {

const WallTime kNow = fromUnixSeconds(1'800'000'000);

engine::AgentReport report(State state)
{
    engine::AgentReport report;
    report.decision = {
        .state = state, .lookAgain = kNow + 1min, .planned = kNow + 30min, .reason = QStringLiteral("because of that")};
    report.lastSuccess = kNow - 12min;
    return report;
}

} // namespace

class TestProtectionState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachStateHasItsPictureAndWhatCanBeDone_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("picture");
        QTest::addColumn<bool>("canBackUp");
        QTest::addColumn<bool>("isPaused");
        QTest::newRow("idle") << int(State::Idle) << int(Picture::Protected) << true << false;
        QTest::newRow("running") << int(State::Running) << int(Picture::Working) << false << false;
        QTest::newRow("waiting") << int(State::Waiting) << int(Picture::Waiting) << true << false;
        QTest::newRow("paused") << int(State::Paused) << int(Picture::Waiting) << true << true;
        QTest::newRow("attention") << int(State::NeedsAttention) << int(Picture::Attention) << true << false;
    }
    void eachStateHasItsPictureAndWhatCanBeDone()
    {
        QFETCH(int, state);
        QFETCH(int, picture);
        QFETCH(bool, canBackUp);
        QFETCH(bool, isPaused);
        const auto told = protectionState(true, report(State(state)), {}, kNow);
        QCOMPARE(int(told.picture), picture);
        QCOMPARE(told.canBackUp, canBackUp);
        QCOMPARE(told.isPaused, isPaused);
        QVERIFY(told.isSetUp && !told.headline.isEmpty());
    }

    void theReasonForWaitingIsTold()
    {
        const auto told = protectionState(true, report(State::Waiting), {}, kNow);
        QCOMPARE(told.detail, QStringLiteral("Because of that"));
        QVERIFY(told.headline.contains(QStringLiteral("12 minute")));
    }

    void whatABackupWaitsForIsToldInTheWindowsWords_data()
    {
        using engine::Hindrance;
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("word");
        QTest::addColumn<bool>("isPaused");
        QTest::newRow("user") << int(State::Paused) << int(Hindrance::Kind::User) << QStringLiteral("goes on") << true;
        QTest::newRow("battery") << int(State::Paused) << int(Hindrance::Kind::Battery) << QStringLiteral("30 %")
                                 << false;
        QTest::newRow("metered") << int(State::Paused) << int(Hindrance::Kind::Meter) << QStringLiteral("metered")
                                 << false;
        QTest::newRow("failure") << int(State::Waiting) << int(Hindrance::Kind::Failure)
                                 << QStringLiteral("the disk says no") << false;
        QTest::newRow("late") << int(State::NeedsAttention) << int(Hindrance::Kind::Failure)
                              << QStringLiteral("the disk says no") << false;
        QTest::newRow("load") << int(State::Waiting) << int(Hindrance::Kind::Load) << QStringLiteral("busier") << false;
    }
    void whatABackupWaitsForIsToldInTheWindowsWords()
    {
        QFETCH(int, state);
        QFETCH(int, kind);
        QFETCH(QString, word);
        QFETCH(bool, isPaused);
        auto waiting = report(State(state));
        waiting.decision.hindrance = {.kind = engine::Hindrance::Kind(kind),
                                      .percent = 30,
                                      .error = QStringLiteral("the disk says no"),
                                      .again = kNow + 5min};
        const auto told = protectionState(true, waiting, {}, kNow);
        QVERIFY2(told.detail.contains(word), qPrintable(told.detail));
        QVERIFY(!told.detail.contains(QStringLiteral("ecause of that")));
        QCOMPARE(told.isPaused, isPaused);
    }

    void aRunningBackupTellsHowFarItIs()
    {
        auto running = report(State::Running);
        running.running = engine::RunningBackup{10s, {.itemsDone = 40, .itemsTotal = 100}};
        QVERIFY(protectionState(true, running, {}, kNow).headline.contains(QStringLiteral("40 %")));
        running.running->progress.itemsTotal = 0;
        QVERIFY(!protectionState(true, running, {}, kNow).headline.contains(QLatin1Char('%')));
    }

    void whatIsNotSetUpOrCannotRunSaysSo()
    {
        QCOMPARE(protectionState({}, {}, {}, kNow).picture, Picture::Waiting);
        const auto none = protectionState(false, {}, {}, kNow);
        QCOMPARE(none.picture, Picture::Attention);
        QVERIFY(!none.isSetUp && !none.canBackUp);
        const auto broken = protectionState(true, {}, Error(ErrorKind::Io, QStringLiteral("the disk says no")), kNow);
        QCOMPARE(broken.picture, Picture::Attention);
        QCOMPARE(broken.detail, QStringLiteral("The disk says no"));
        const auto other = protectionState(true, {}, Error(ErrorKind::Busy, QStringLiteral("another agent")), kNow);
        QCOMPARE(other.picture, Picture::Waiting);
        QVERIFY(!other.canBackUp);
    }

    void aComputerThatTheServiceRefusesMayBeEnrolledAnew()
    {
        auto refused = report(State::NeedsAttention);
        QVERIFY(!protectionState(true, refused, {}, kNow).mayEnrolAnew);
        refused.lastError = Error(ErrorKind::Denied, QStringLiteral("this computer was revoked"));
        QVERIFY(protectionState(true, refused, {}, kNow).mayEnrolAnew);
        refused.lastError = Error(ErrorKind::Unreachable, QStringLiteral("nobody is there"));
        QVERIFY(!protectionState(true, refused, {}, kNow).mayEnrolAnew);
    }

    void aBackupThatWasAskedForAndFailedIsNotHidden()
    {
        auto failed = report(State::Idle);
        failed.lastError = Error(ErrorKind::Unreachable, QStringLiteral("nobody is there."));
        const auto told = protectionState(true, failed, {}, kNow);
        QCOMPARE(told.picture, Picture::Waiting);
        QVERIFY2(told.detail.contains(QStringLiteral("nobody is there. ")), qPrintable(told.detail));
        failed.lastError = Error(ErrorKind::Denied, QStringLiteral("this computer was revoked"));
        QCOMPARE(protectionState(true, failed, {}, kNow).picture, Picture::Attention);
        QVERIFY(protectionState(true, failed, {}, kNow).mayEnrolAnew);
    }

    void timesAreToldInTheLargestUnit()
    {
        QVERIFY(elapsedText(59min).startsWith(QStringLiteral("59 minute")));
        QVERIFY(elapsedText(47h).startsWith(QStringLiteral("47 hour")));
        QVERIFY(elapsedText(72h).startsWith(QStringLiteral("3 day")));
    }
};

QTEST_GUILESS_MAIN(TestProtectionState)
#include "tst_protection_state.moc"
