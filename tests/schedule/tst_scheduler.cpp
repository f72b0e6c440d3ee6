/// When the scheduler asks for a backup, when it does not, and what it says then.
#include "schedule/scheduler.h"

#include <QTest>

#include <set>

using namespace backspool;
using namespace backspool::engine;
using namespace std::chrono_literals;
using State = Decision::State;

namespace {

const WallTime kBegin = fromUnixSeconds(1'800'000'000);
const Error kUnreachable(ErrorKind::Unreachable, QStringLiteral("the service cannot be reached"));
const Error kNoSpace(ErrorKind::NoSpace, QStringLiteral("the service's disk is full"));

} // namespace

class TestScheduler : public QObject
{
    Q_OBJECT

    Scheduler scheduler_;
    policy::Policy policy_;
    Conditions conditions_;

    Decision look() { return scheduler_.decide(policy_, conditions_); }
    /// Goes on by @p time, looking as often as the scheduler demands. The last decision.
    Decision after(std::chrono::seconds time)
    {
        const auto end = conditions_.now + time;
        auto decision = look();
        while (conditions_.now < end && decision.state != State::Due) {
            conditions_.now =
                std::min({end, conditions_.now + kLongestSleep, std::max(decision.lookAgain, conditions_.now + 1s)});
            decision = look();
        }
        return decision;
    }
    /// The computer sleeps, or its clock is set.
    void jump(std::chrono::seconds time) { conditions_.now += time; }
    void backUp(std::chrono::seconds duration = 60s)
    {
        scheduler_.started(conditions_.now);
        after(duration);
        scheduler_.succeeded(conditions_.now);
    }
    void fail(const Error &error)
    {
        scheduler_.started(conditions_.now);
        scheduler_.failed(conditions_.now, error);
    }

private Q_SLOTS:
    void aWishIsMadeAsSoonAsNothingForbidsIt()
    {
        backUp();
        QVERIFY(look().state == State::Idle);
        conditions_.battery = 1;
        QVERIFY(scheduler_.wish());
        auto decision = look();
        QVERIFY(decision.state == State::Paused);
        QVERIFY(decision.hindrance.kind == Hindrance::Kind::Battery);
        conditions_.battery.reset();
        conditions_.isMetered = true;
        QVERIFY(look().hindrance.kind == Hindrance::Kind::Meter);
        conditions_.isMetered = false;
        conditions_.load = 100;
        QVERIFY(look().hindrance.kind == Hindrance::Kind::Load);
        conditions_.load = 0;
        QVERIFY(after(1h).state == State::Due);
        backUp();
        QVERIFY(look().state == State::Idle); // it is not wished for any more
    }

    void aWishDuringABackupIsForTheNext()
    {
        scheduler_.started(conditions_.now);
        QVERIFY(scheduler_.wish());
        conditions_.isMetered = true; // nor does it keep the one that runs from being stopped
        QVERIFY(look().mustStop);
        conditions_.isMetered = false;
        scheduler_.succeeded(conditions_.now);
        QVERIFY(look().state == State::Due);
        scheduler_.started(conditions_.now);
        scheduler_.stopped(conditions_.now);
        QVERIFY(look().state == State::Due); // it made no point
    }

    void aWishDoesNotEndAPause()
    {
        backUp();
        scheduler_.started(conditions_.now);
        scheduler_.wish();
        scheduler_.pause({});
        QVERIFY(!scheduler_.wish());
        QVERIFY(look().mustStop);
        scheduler_.stopped(conditions_.now);
        QVERIFY(look().state == State::Paused);
        scheduler_.resume();
        QVERIFY(look().state == State::Idle);
    }

    void whatAnAttemptFailedForIsNotWaitedForWhenItIsThere()
    {
        backUp();
        scheduler_.tryAgain();
        QVERIFY(look().state == State::Idle); // nothing had failed
        QVERIFY(after(1h).state == State::Due);
        for (int i = 0; i < 6; ++i)
            fail(kUnreachable);
        QVERIFY(after(1min).state == State::Waiting);
        scheduler_.tryAgain();
        conditions_.isMetered = true;
        QVERIFY(look().hindrance.kind == Hindrance::Kind::Meter);
        conditions_.isMetered = false;
        QVERIFY(look().state == State::Due);
        fail(kUnreachable);
        QVERIFY(look().state == State::Waiting); // once
    }

    void whatWasAskedForAndFailedIsMadeThen()
    {
        backUp();
        scheduler_.ask();
        QVERIFY(look().state == State::Due);
        fail(kUnreachable);
        QVERIFY(look().state == State::Idle);
        scheduler_.tryAgain();
        QVERIFY(look().state == State::Due);
        backUp();
        QVERIFY(look().state == State::Idle);
    }

    void whatTheServiceAskedForIsWaitedForAllTheSame()
    {
        fail(Error(ErrorKind::Busy, QStringLiteral("too many at once")).withRetryAfter(10min));
        scheduler_.tryAgain();
        QVERIFY(after(9min).state == State::Waiting);
        QVERIFY(after(2min).state == State::Due);
    }

    void init()
    {
        scheduler_ = Scheduler();
        policy_ = {};
        conditions_ = {.now = kBegin, .load = 10, .battery = {}, .isMetered = false};
    }

    void theFirstBackupIsDueAtOnceAndTheNextATargetDelayAfterItsBegin()
    {
        QCOMPARE(look().state, State::Due);
        backUp(120s);
        const auto idle = look();
        QCOMPARE(idle.state, State::Idle);
        QCOMPARE(idle.planned, std::optional(kBegin + 1h));
        QCOMPARE(after(57min).state, State::Idle);
        QCOMPARE(after(1min).state, State::Due);
        QCOMPARE(conditions_.now, kBegin + 1h);
    }

    void whatIsAskedForIsDueWhateverElseForbidsItAndIsStoppedByAPauseOnly()
    {
        backUp();
        scheduler_.pause(std::nullopt);
        conditions_.load = 99;
        conditions_.battery = 1;
        conditions_.isMetered = true;
        QCOMPARE(look().state, State::Paused);
        scheduler_.ask();
        QCOMPARE(look().state, State::Due);
        scheduler_.started(conditions_.now);
        QCOMPARE(look().state, State::Running);
        QVERIFY(!look().mustStop);
        scheduler_.pause(std::nullopt);
        QVERIFY(look().mustStop);
        scheduler_.stopped(conditions_.now);
        QCOMPARE(look().state, State::Paused); // it is not asked for any more
    }

    void whatIsAskedForWhileOneRunsFollowsIt()
    {
        QCOMPARE(look().state, State::Due);
        scheduler_.started(conditions_.now);
        scheduler_.ask();
        QCOMPARE(look().state, State::Running);
        conditions_.battery = 1; // the one that runs was not asked for
        QVERIFY(look().mustStop);
        scheduler_.stopped(conditions_.now);
        QCOMPARE(look().state, State::Due);
        scheduler_.started(conditions_.now);
        scheduler_.succeeded(conditions_.now);
        QCOMPARE(look().state, State::Idle);
    }

    void whatIsAskedForAndPutOffByTheServiceIsMadeWhenThatSaid()
    {
        const auto putOff = Error(ErrorKind::Busy, QStringLiteral("too many backups run")).withRetryAfter(90s);
        backUp();
        scheduler_.ask();
        QCOMPARE(look().state, State::Due);
        fail(putOff);
        QVERIFY(scheduler_.isAsked());
        QCOMPARE(look().state, State::Waiting);
        QCOMPARE(look().planned, std::optional(conditions_.now + 90s));
        QCOMPARE(after(89s).state, State::Waiting);
        QCOMPARE(after(1s).state, State::Due);
        // Who asks again does not wait for that.
        fail(putOff);
        scheduler_.ask();
        QCOMPARE(look().state, State::Due);
        // A pause ends it, and what nobody asked for is made by the schedule.
        fail(putOff);
        scheduler_.pause(std::nullopt);
        scheduler_.resume();
        QVERIFY(!scheduler_.isAsked());
        QCOMPARE(look().state, State::Idle);
    }

    void aBusyComputerIsLookedAtEveryFiveMinutesAndForcedAfterThirty()
    {
        conditions_.load = 96;
        auto waiting = look();
        QCOMPARE(waiting.state, State::Waiting);
        QVERIFY(waiting.reason.contains(QStringLiteral("busier than 95 %")));
        QCOMPARE(waiting.hindrance.kind, Hindrance::Kind::Load);
        QCOMPARE(waiting.hindrance.percent, 95);
        QCOMPARE(waiting.lookAgain, kBegin + 5min);
        // A quiet moment between two looks is not seen; one at a look is.
        conditions_.load = 10;
        QCOMPARE(after(4min).state, State::Waiting);
        QCOMPARE(after(1min).state, State::Due);

        init();
        conditions_.load = 100;
        QCOMPARE(after(29min).state, State::Waiting);
        QCOMPARE(after(2min).state, State::Due);
        QCOMPARE(conditions_.now, kBegin + 30min);
        // What was waited for long enough is not waited for again when the service was away.
        fail(kUnreachable);
        QCOMPARE(after(4s).state, State::Waiting);
        QCOMPARE(after(1s).state, State::Due);
        backUp();
        QCOMPARE(after(59min).state, State::Waiting);
    }

    void aLimitOfAHundredIsNeverExceeded()
    {
        policy_.schedule.loadLimit = 100;
        conditions_.load = 100;
        QCOMPARE(look().state, State::Due);
    }

    void anUnreachableServiceIsWaitedForWithGrowingPauses()
    {
        QCOMPARE(look().state, State::Due);
        for (const auto pause : {5s, 10s, 20s, 40s, 80s, 160s, 300s, 300s}) {
            fail(kUnreachable);
            const auto waiting = look();
            QCOMPARE(waiting.state, State::Waiting);
            QVERIFY(waiting.reason.contains(kUnreachable.text()));
            QCOMPARE(waiting.hindrance.kind, Hindrance::Kind::Failure);
            QVERIFY(kUnreachable.text().startsWith(waiting.hindrance.error));
            QCOMPARE(waiting.planned, std::optional(conditions_.now + pause));
            QCOMPARE(after(pause).state, State::Due);
        }
        backUp();
        QCOMPARE(look().state, State::Idle);
        QCOMPARE(scheduler_.memory().failures, 0);
        QVERIFY(!scheduler_.memory().lastError);
    }

    void aRefusalIsObeyedAndNoLongerThanAnHour()
    {
        const Error full(ErrorKind::Busy, QStringLiteral("The service is busy with 4 other backups"));
        for (int i = 0; i < 8; ++i) {
            fail(full.withRetryAfter(60s));
            const auto waiting = look();
            QCOMPARE(waiting.state, State::Waiting);
            QCOMPARE(waiting.planned, std::optional(conditions_.now + 60s));
            QVERIFY2(waiting.reason.contains(full.text()), qPrintable(waiting.reason));
            QCOMPARE(after(58s).state, State::Waiting);
            // Over a restart too.
            scheduler_ = Scheduler(scheduler_.memory());
            conditions_.now += 1s;
            QCOMPARE(look().state, State::Waiting);
            conditions_.now += 1s;
            QCOMPARE(look().state, State::Due);
        }
        fail(full.withRetryAfter(24h));
        QCOMPARE(look().planned, std::optional(conditions_.now + 1h));
        QCOMPARE(after(1h).state, State::Due);
        fail(full.withRetryAfter(0s));
        QCOMPARE(look().planned, std::optional(conditions_.now + 5s));
        // Another failure knows nothing of it.
        conditions_.now += 5s;
        fail(kUnreachable);
        QCOMPARE(look().planned, std::optional(conditions_.now + 300s));
        backUp();
        QVERIFY(!scheduler_.memory().retryAt);
    }

    void whatIsWrittenMakesABackupDueBeforeItsTime()
    {
        backUp(0s);
        conditions_.amountWritten = 1'000'000'000;
        QCOMPARE(after(1min).state, State::Idle); // no amount is set
        policy_.schedule.amountWritten = 1'000'000'001;
        QCOMPARE(look().state, State::Idle);
        conditions_.amountWritten = 1'000'000'001;
        QCOMPARE(look().state, State::Due);
        // Like any that is due it spares battery and load, and waits after a failure.
        conditions_.load = 100;
        QCOMPARE(look().state, State::Waiting);
        conditions_.load = 0;
        conditions_.isMetered = true;
        QCOMPARE(look().state, State::Paused);
        conditions_.isMetered = false;
        backUp(0s);
        conditions_.amountWritten.reset(); // nothing counts
        QCOMPARE(look().state, State::Idle);
    }

    void whatDoesNotPassByItselfNeedsAttentionAndIsTriedAgain()
    {
        fail(kNoSpace);
        const auto decision = look();
        QCOMPARE(decision.state, State::NeedsAttention);
        QVERIFY(decision.reason.contains(kNoSpace.text()));
        QCOMPARE(after(5s).state, State::Due);
    }

    void threeTargetDelaysWithoutABackupNeedAttention()
    {
        backUp(0s);
        conditions_.isMetered = true;
        QCOMPARE(after(3h).state, State::Paused);
        const auto late = after(1min);
        QCOMPARE(late.state, State::NeedsAttention);
        QVERIFY2(late.reason.contains(QStringLiteral("every 1 h")) && late.reason.contains(QStringLiteral("metered")),
                 qPrintable(late.reason));
        conditions_.isMetered = false;
        QCOMPARE(look().state, State::Due);
    }

    void aComputerThatJustWokeUpIsNotYetCalledLate()
    {
        backUp(0s);
        jump(10h);
        QCOMPARE(look().state, State::Due);
        fail(kUnreachable); // there is no network yet
        QCOMPARE(look().state, State::Waiting);
        for (int i = 0; i < 10; ++i) {
            if (after(5min).state == State::Due)
                fail(kUnreachable);
        }
        QCOMPARE(look().state, State::NeedsAttention);
    }

    void batteryAndMeteredConnectionsAreSpared()
    {
        conditions_.battery = 20;
        QCOMPARE(look().state, State::Due);
        conditions_.battery = 19;
        QCOMPARE(look().state, State::Paused);
        policy_.pauseBelowBattery = 0;
        QCOMPARE(look().state, State::Due);
        conditions_.isMetered = true;
        QCOMPARE(look().state, State::Paused);
        policy_.pauseOnMetered = false;
        QCOMPARE(look().state, State::Due);
    }

    void aRunningBackupStopsForBatteryConnectionAndUserAndIsDueAgain()
    {
        scheduler_.started(look().lookAgain);
        QVERIFY(!look().mustStop);
        conditions_.isMetered = true;
        QVERIFY(look().mustStop);
        conditions_.isMetered = false;
        conditions_.battery = 3;
        QVERIFY(look().mustStop);
        conditions_.battery.reset();
        scheduler_.pause(std::nullopt);
        QVERIFY(look().mustStop);
        scheduler_.stopped(conditions_.now);
        QCOMPARE(look().state, State::Paused);
        scheduler_.resume();
        QCOMPARE(look().state, State::Due);
        QCOMPARE(scheduler_.memory().failures, 0);
    }

    void aPauseEndsByItself()
    {
        scheduler_.pause(kBegin + 1h);
        QCOMPARE(look().planned, std::optional(kBegin + 1h));
        QCOMPARE(after(59min).state, State::Paused);
        QCOMPARE(after(1min).state, State::Due);
        scheduler_.pause(std::nullopt);
        QCOMPARE(after(10h).state, State::Paused);
        scheduler_.resume();
        QCOMPARE(look().state, State::Due);
    }

    void whatWasMissedAsleepIsMadeUpAtOnceUnlessThePolicySaysNo()
    {
        backUp(0s);
        after(30min);
        jump(8h);
        QCOMPARE(look().state, State::Due);

        init();
        policy_.schedule.catchUp = false;
        backUp(0s);
        after(30min);
        jump(8h);
        const auto woken = conditions_.now;
        QCOMPARE(look().state, State::Idle);
        QCOMPARE(look().planned, std::optional(woken + 1h));
        QCOMPARE(after(1h).state, State::Due);
        // A sleep within the delay changes nothing.
        backUp(0s);
        jump(20min);
        QCOMPARE(look().planned, std::optional(woken + 2h));
    }

    void oldWaitsEndWithASleep()
    {
        QCOMPARE(look().state, State::Due);
        for (int i = 0; i < 8; ++i)
            fail(kUnreachable);
        conditions_.now += 1s;
        QCOMPARE(look().state, State::Waiting);
        jump(4min);
        QCOMPARE(look().state, State::Due); // not a minute later

        init();
        conditions_.load = 100;
        QCOMPARE(after(20min).state, State::Waiting);
        jump(1h);
        QCOMPARE(look().state, State::Waiting); // not forced: the half hour begins anew
        QCOMPARE(after(30min).state, State::Due);
    }

    void aClockThatIsSetBackDelaysNothing()
    {
        backUp(0s);
        after(30min);
        jump(-24h);
        QCOMPARE(look().planned, std::optional(conditions_.now + 30min));
        scheduler_.pause(conditions_.now + 1h);
        look();
        jump(-24h);
        QCOMPARE(look().planned, std::optional(conditions_.now + 1h));
        QCOMPARE(after(1h).state, State::Due);
        fail(kUnreachable);
        jump(-24h);
        QCOMPARE(look().state, State::Waiting);
        QCOMPARE(after(5s).state, State::Due);
        scheduler_.started(conditions_.now);
        jump(-24h);
        QCOMPARE(look().state, State::Running);
        scheduler_.succeeded(conditions_.now);
        QCOMPARE(after(1h).state, State::Due);
    }

    void aRestartForgetsNothing()
    {
        backUp(0s);
        after(30min);
        scheduler_ = Scheduler(scheduler_.memory());
        QCOMPARE(look().planned, std::optional(kBegin + 1h));
        scheduler_.pause(kBegin + 2h);
        scheduler_ = Scheduler(scheduler_.memory());
        QCOMPARE(look().state, State::Paused);
        // With a clock that stands at 1970.
        scheduler_ = Scheduler(scheduler_.memory());
        conditions_.now = fromUnixSeconds(1000);
        QCOMPARE(look().planned, std::optional(conditions_.now + 90min));
    }

    void aNewTargetDelayCountsAtOnce()
    {
        backUp(0s);
        after(20min);
        policy_.schedule.targetDelay = 10min;
        QCOMPARE(look().state, State::Due);
    }

    void everyStateHasAWord()
    {
        std::set<QString> words;
        for (const auto state :
             {State::Idle, State::Waiting, State::Due, State::Running, State::Paused, State::NeedsAttention})
            words.insert(stateName(state));
        QCOMPARE(words.size(), 6U);
        QVERIFY(!words.contains(QString()));
    }
};

QTEST_GUILESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
