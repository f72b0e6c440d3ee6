/// A month of a computer's life in simulated time, with sleep, refusals, load, network loss, batteries, pauses,
/// restarts and a clock that is set: what must hold, holds at every look.
#include "schedule/scheduler.h"

#include <QTest>

#include <random>

using namespace backspool;
using namespace backspool::engine;
using namespace std::chrono_literals;
using State = Decision::State;

namespace {

/// What goes on outside, and the agent's loop around the scheduler.
class Month
{
public:
    explicit Month(quint32 seed) : random_(seed)
    {
        if (oneIn(2))
            policy_.schedule.amountWritten = 1'000;
    }

    /// False: something did not hold; what() says it.
    bool live()
    {
        const auto end = now_ + std::chrono::days(30);
        while (now_ < end && what_.isEmpty()) {
            happen();
            look();
        }
        return what_.isEmpty();
    }
    QString what() const { return what_; }
    int points() const { return points_; }
    int explained() const { return explained_; }

private:
    int upTo(int most) { return std::uniform_int_distribution(0, most)(random_); }
    bool oneIn(int times) { return upTo(times - 1) == 0; }
    void wrong(const char *what)
    {
        what_ = QStringLiteral("%1 at %2: %3").arg(QLatin1StringView(what)).arg(unixSeconds(now_)).arg(last_.reason);
    }

    void happen()
    {
        if (oneIn(isReachable_ ? 100 : 20))
            isReachable_ = !isReachable_;
        if (oneIn(isRefusing_ ? 20 : 100))
            isRefusing_ = !isRefusing_;
        if (oneIn(30))
            conditions_.load = upTo(110);
        if (oneIn(conditions_.isMetered ? 40 : 200))
            conditions_.isMetered = !conditions_.isMetered;
        if (oneIn(conditions_.battery ? 40 : 150))
            conditions_.battery = conditions_.battery ? std::nullopt : std::optional(upTo(60));
        if (oneIn(50)) // a log counts what is written, or is lost
            conditions_.amountWritten = oneIn(4) ? std::nullopt : std::optional<int64_t>(upTo(2'000));
        if (oneIn(400)) {
            userPaused_ = true;
            scheduler_.pause(oneIn(2) ? std::optional(now_ + std::chrono::minutes(1 + upTo(300))) : std::nullopt);
        }
        if (oneIn(100)) {
            userPaused_ = false;
            scheduler_.resume();
        }
        if (oneIn(300)) { // the program ends, and what it was doing with it
            isRunning_ = false;
            scheduler_ = Scheduler(scheduler_.memory());
        }
        if (oneIn(100))
            now_ += std::chrono::minutes(1 + upTo(12 * 60)); // sleep
        if (oneIn(2000)) {
            // The clock is set; the time without a backup is as long as it was at the last look.
            now_ -= std::chrono::minutes(upTo(120));
            const auto back = std::max<std::chrono::nanoseconds>(conditions_.now - now_, 0s);
            if (lastPoint_)
                *lastPoint_ -= back;
            begin_ -= back;
            runEnd_ -= back;
            runBegin_ -= back;
            if (retryAt_)
                *retryAt_ -= back;
        }
    }

    void look()
    {
        if (isRunning_ && now_ >= runEnd_) {
            isRunning_ = false;
            if (!isReachable_) {
                scheduler_.failed(now_, {ErrorKind::Unreachable, QStringLiteral("the connection was lost")});
            } else {
                scheduler_.succeeded(now_);
                lastPoint_ = runBegin_;
                conditions_.amountWritten.reset();
                ++points_;
            }
        }
        conditions_.now = now_;
        const auto decision = last_ = scheduler_.decide(policy_, conditions_);
        if (decision.lookAgain <= now_)
            return wrong("no next look");
        if (decision.reason.isEmpty())
            return wrong("no reason");
        if ((decision.state == State::Running) != isRunning_)
            return wrong("the state is wrong about a running backup");
        const bool isMissed = now_ > lastPoint_.value_or(begin_) + policy_.schedule.targetDelay && !isRunning_;
        if (isMissed && decision.state != State::Due) {
            if (decision.state == State::Idle)
                return wrong("a missed target is called protected");
            if (!isExplained(decision))
                return wrong("a missed target without its reason");
            ++explained_;
        }
        if (decision.mustStop) {
            isRunning_ = false;
            scheduler_.stopped(now_);
        }
        if (decision.state == State::Due)
            start();
        now_ += std::clamp<std::chrono::nanoseconds>(decision.lookAgain - now_, 1s, kLongestSleep);
    }

    void start()
    {
        if (isRunning_)
            return wrong("two backups at once");
        if (retryAt_ && now_ < *retryAt_)
            return wrong("it comes again before the service wants it");
        scheduler_.started(now_);
        isTried_ = true;
        if (!isReachable_ || isRefusing_)
            return refuse();
        isRunning_ = true;
        runBegin_ = now_;
        runEnd_ = now_ + std::chrono::seconds(1 + upTo(1200));
    }

    /// Some refusals name a time to come again, and that is obeyed: not before, and soon after.
    void refuse()
    {
        const Error error(isReachable_ ? ErrorKind::Busy : ErrorKind::Unreachable,
                          QStringLiteral("the service says no"));
        retryAt_.reset();
        if (!isReachable_ || oneIn(2))
            return scheduler_.failed(now_, error);
        const std::chrono::seconds retryAfter(5 + upTo(600));
        retryAt_ = now_ + retryAfter;
        scheduler_.failed(now_, error.withRetryAfter(retryAfter));
    }

    /// The reason that is said is one that there is.
    bool isExplained(const Decision &decision) const
    {
        const auto says = [&](const char *word) { return decision.reason.contains(QLatin1StringView(word)); };
        if (says("paused by the user"))
            return userPaused_;
        if (says("battery"))
            return conditions_.battery && *conditions_.battery < policy_.pauseBelowBattery;
        if (says("metered"))
            return conditions_.isMetered;
        if (says("busier"))
            return true; // as of the last look
        return (says("says no") || says("was lost")) && isTried_ && decision.planned &&
               *decision.planned <= std::max(now_ + 5min, retryAt_.value_or(now_));
    }

    std::mt19937 random_;
    WallTime now_ = fromUnixSeconds(1'800'000'000);
    WallTime begin_ = now_;
    Scheduler scheduler_;
    policy::Policy policy_;
    Conditions conditions_{.now = {}, .load = 10, .battery = {}, .isMetered = false};
    bool isReachable_ = true, isRefusing_ = false, userPaused_ = false, isTried_ = false;
    bool isRunning_ = false;
    WallTime runBegin_{}, runEnd_{};
    std::optional<WallTime> lastPoint_;
    std::optional<WallTime> retryAt_; ///< the service named it, in its last refusal
    Decision last_;
    QString what_;
    int points_ = 0;
    int explained_ = 0;
};

} // namespace

class TestScheduleMonth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLookOfManyMonthsHolds()
    {
        const quint32 first = qEnvironmentVariableIsSet("BACKSPOOL_SEED")
                                  ? qEnvironmentVariableIntValue("BACKSPOOL_SEED")
                                  : std::random_device()();
        qInfo("first seed %u (BACKSPOOL_SEED)", first);
        for (quint32 i = 0; i < 50; ++i) {
            Month month(first + i);
            const bool holds = month.live();
            QVERIFY2(holds, qPrintable(QStringLiteral("seed %1: %2").arg(first + i).arg(month.what())));
            QVERIFY2(month.points() > 30 && month.explained() > 30,
                     qPrintable(QStringLiteral("seed %1: %2 points, %3 reasons")
                                    .arg(first + i)
                                    .arg(month.points())
                                    .arg(month.explained())));
        }
    }
};

QTEST_GUILESS_MAIN(TestScheduleMonth)
#include "tst_schedule_month.moc"
