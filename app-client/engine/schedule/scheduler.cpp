#include "schedule/scheduler.h"

#include "schedule/words.h"

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;
using State = Decision::State;

/// Two missed looks: a stalled disk can delay one.
constexpr auto kSlept = 3 * kLongestSleep;
/// A backup that is not made in this many target delays needs a person's eyes.
constexpr int kLateFactor = 3;
/// For which a computer that has just woken up may look for its network before it is called late.
constexpr auto kWakingTime = 5min;
/// After failures: doubled from the first to the second.
constexpr std::chrono::seconds kShortestPause{5};
constexpr std::chrono::seconds kLongestPause{300};
/// A service that would have an agent stay away for longer is not obeyed in that.
constexpr std::chrono::seconds kLongestRefusal{3600};
/// How often a running backup's conditions are looked at: metered megabytes cost.
constexpr std::chrono::seconds kRunningLook{10};

std::chrono::seconds pauseAfter(int failures)
{
    // Six doublings pass the longest.
    return std::min(kLongestPause, kShortestPause * (1 << std::min(std::max(failures, 1) - 1, 6)));
}

Decision decision(State state, WallTime lookAgain, const QString &reason)
{
    return {.state = state, .lookAgain = lookAgain, .planned = {}, .reason = reason};
}

/// So much was written that a backup is due before its time.
bool isMuchWritten(const policy::SchedulePolicy &schedule, const Conditions &conditions)
{
    return schedule.amountWritten > 0 && conditions.amountWritten &&
           *conditions.amountWritten >= schedule.amountWritten;
}

/// Whether battery or connection forbid a backup.
Hindrance spared(const policy::Policy &policy, const Conditions &conditions)
{
    if (conditions.battery && *conditions.battery < policy.pauseBelowBattery)
        return {.kind = Hindrance::Kind::Battery, .percent = policy.pauseBelowBattery};
    if (conditions.isMetered && policy.pauseOnMetered)
        return {.kind = Hindrance::Kind::Meter};
    return {};
}

QString textOf(const Hindrance &spared)
{
    return spared.kind == Hindrance::Kind::Battery
               ? QStringLiteral("the computer runs on battery, which is below %1 %").arg(spared.percent)
               : QStringLiteral("the network connection is metered");
}

} // namespace

QString stateName(State state)
{
    switch (state) {
    case State::Idle:
        return QStringLiteral("idle");
    case State::Waiting:
        return QStringLiteral("waiting");
    case State::Due:
        return QStringLiteral("due");
    case State::Running:
        return QStringLiteral("running");
    case State::Paused:
        return QStringLiteral("paused");
    case State::NeedsAttention:
        return QStringLiteral("needs-attention");
    }
    return {};
}

void Scheduler::noteTime(WallTime now)
{
    if (memory_.since == WallTime{})
        memory_.since = now;
    // A program that starts does not know what it remembers as times of this clock: the latest counts.
    auto latest =
        std::max({memory_.seen, memory_.since, memory_.lastSuccess.value_or(now), memory_.lastAttempt.value_or(now)});
    if (now < latest) {
        const auto back = latest - now;
        for (auto *time : {&memory_.lastSuccess, &memory_.lastAttempt, &memory_.retryAt, &memory_.pausedUntil,
                           &runningSince_, &awakeSince_, &busySince_, &loadLookedAt_}) {
            if (*time)
                **time -= back;
        }
        memory_.since -= back;
        latest = now;
    }
    if (!awakeSince_ || now - memory_.seen > kSlept) {
        awakeSince_ = now;
        busySince_.reset();
        loadLookedAt_.reset();
    }
    memory_.seen = now;
    if (memory_.isPaused && memory_.pausedUntil && *memory_.pausedUntil <= now)
        resume();
}

WallTime Scheduler::dueTime(const policy::SchedulePolicy &schedule) const
{
    const auto due = memory_.lastSuccess ? *memory_.lastSuccess + schedule.targetDelay : memory_.since;
    if (!schedule.catchUp && due < *awakeSince_)
        return *awakeSince_ + schedule.targetDelay;
    return due;
}

bool Scheduler::isLate(const policy::SchedulePolicy &schedule, WallTime now) const
{
    return now - memory_.lastSuccess.value_or(memory_.since) > kLateFactor * schedule.targetDelay &&
           now - *awakeSince_ > kWakingTime;
}

Decision Scheduler::decide(const policy::Policy &policy, const Conditions &conditions)
{
    const auto now = conditions.now;
    noteTime(now);
    if (runningSince_)
        return whileRunning(policy, conditions);
    if (isAsked_ && isPutOff_) {
        if (auto waiting = waitAfterFailure(now))
            return *std::move(waiting);
    }
    if (isAsked_)
        return decision(State::Due, now + 1s, QStringLiteral("a backup was asked for"));
    if (memory_.isPaused) {
        if (!memory_.pausedUntil) {
            auto paused =
                decision(State::Paused, now + kLongestSleep, QStringLiteral("paused by the user until it is resumed"));
            paused.hindrance.kind = Hindrance::Kind::User;
            return paused;
        }
        auto paused = decision(State::Paused, *memory_.pausedUntil,
                               QStringLiteral("paused by the user until %1").arg(clockTime(*memory_.pausedUntil, now)));
        paused.planned = memory_.pausedUntil;
        paused.hindrance = {.kind = Hindrance::Kind::User, .again = memory_.pausedUntil};
        return paused;
    }
    if (const auto due = dueTime(policy.schedule);
        now < due && !isMuchWritten(policy.schedule, conditions) && !isWished_) {
        auto idle =
            decision(State::Idle, due,
                     memory_.lastSuccess ? QStringLiteral("protected as of %1; the next backup is due at %2")
                                               .arg(clockTime(*memory_.lastSuccess, now), clockTime(due, now))
                                         : QStringLiteral("the first backup is due at %1").arg(clockTime(due, now)));
        idle.planned = due;
        return idle;
    }
    return whenDue(policy, conditions);
}

Decision Scheduler::whileRunning(const policy::Policy &policy, const Conditions &conditions) const
{
    auto running = decision(State::Running, conditions.now + kRunningLook,
                            QStringLiteral("backing up since %1").arg(clockTime(*runningSince_, conditions.now)));
    const auto sparing = spared(policy, conditions);
    if ((memory_.isPaused || sparing.kind != Hindrance::Kind::None) && !runsAsAsked_) {
        running.mustStop = true;
        running.reason += QStringLiteral("; it is being stopped: ") +
                          (memory_.isPaused ? QStringLiteral("paused by the user") : textOf(sparing));
    }
    return running;
}

Decision Scheduler::whenDue(const policy::Policy &policy, const Conditions &conditions)
{
    const auto now = conditions.now;
    if (const auto sparing = spared(policy, conditions); sparing.kind != Hindrance::Kind::None) {
        auto paused = decision(State::Paused, now + kLongestSleep,
                               QStringLiteral("a backup is due and waits: ") + textOf(sparing));
        paused.hindrance = sparing;
        return withAttention(std::move(paused), policy.schedule, now);
    }
    if (auto waiting = waitAfterFailure(now))
        return withAttention(*std::move(waiting), policy.schedule, now);
    if (auto waiting = waitForLoad(policy.schedule, conditions))
        return withAttention(*std::move(waiting), policy.schedule, now);
    return decision(State::Due, now + 1s, QStringLiteral("a backup is due"));
}

std::optional<Decision> Scheduler::waitAfterFailure(WallTime now) const
{
    if (memory_.failures == 0 || !memory_.lastAttempt)
        return std::nullopt;
    // What was waited for before a sleep or a restart may be there by now; what the service asked for still holds.
    if (!memory_.retryAt && (isFailureOver_ || *memory_.lastAttempt < *awakeSince_))
        return std::nullopt;
    const auto again = memory_.retryAt.value_or(*memory_.lastAttempt + pauseAfter(memory_.failures));
    if (now >= again)
        return std::nullopt;
    QString text = memory_.lastError ? memory_.lastError->text() : QString();
    while (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    const bool passes = !memory_.lastError || isCondition(memory_.lastError->kind());
    auto waiting =
        decision(passes ? State::Waiting : State::NeedsAttention, again,
                 QStringLiteral("the last attempt ended: %1. The next one is at %2").arg(text, clockTime(again, now)));
    waiting.planned = again;
    waiting.hindrance = {.kind = Hindrance::Kind::Failure, .error = text, .again = again};
    return waiting;
}

std::optional<Decision> Scheduler::waitForLoad(const policy::SchedulePolicy &schedule, const Conditions &conditions)
{
    const auto now = conditions.now;
    const bool isTimeToLook = !loadLookedAt_ || now >= *loadLookedAt_ + schedule.loadRetry;
    if (isTimeToLook && conditions.load <= schedule.loadLimit)
        return std::nullopt;
    if (isTimeToLook)
        loadLookedAt_ = now;
    if (!busySince_)
        busySince_ = now;
    const auto forced = *busySince_ + schedule.forcedStartAfter;
    if (now >= forced)
        return std::nullopt;
    const auto again = std::min(*loadLookedAt_ + schedule.loadRetry, forced);
    auto waiting =
        decision(State::Waiting, again,
                 QStringLiteral("a backup is due, and the computer was busier than %1 % at %2; it looks again at "
                                "%3 and begins by %4 in any case")
                     .arg(schedule.loadLimit)
                     .arg(clockTime(*loadLookedAt_, now), clockTime(again, now), clockTime(forced, now)));
    waiting.planned = again;
    waiting.hindrance = {.kind = Hindrance::Kind::Load, .percent = schedule.loadLimit, .again = again};
    return waiting;
}

Decision Scheduler::withAttention(Decision decision, const policy::SchedulePolicy &schedule, WallTime now) const
{
    if (!isLate(schedule, now))
        return decision;
    decision.state = State::NeedsAttention;
    const QString since =
        memory_.lastSuccess
            ? QStringLiteral("there is no backup since the one of %1").arg(clockTime(*memory_.lastSuccess, now))
            : QStringLiteral("there is no backup yet since %1").arg(clockTime(memory_.since, now));
    decision.reason = QStringLiteral("%1, though one is to be made every %2: %3")
                          .arg(since, span(schedule.targetDelay), decision.reason);
    return decision;
}

void Scheduler::started(WallTime now)
{
    Q_ASSERT(!runningSince_);
    noteTime(now);
    runningSince_ = now;
    runsAsAsked_ = std::exchange(isAsked_, false);
    runsAsWished_ = std::exchange(isWished_, false);
    isPutOff_ = isFailureOver_ = false;
}

void Scheduler::succeeded(WallTime now)
{
    noteTime(now);
    memory_.lastSuccess = runningSince_.value_or(now);
    memory_.lastAttempt.reset();
    memory_.retryAt.reset();
    memory_.failures = 0;
    memory_.lastError.reset();
    runningSince_.reset();
    busySince_.reset();
    loadLookedAt_.reset();
}

void Scheduler::failed(WallTime now, const Error &error)
{
    noteTime(now);
    memory_.lastAttempt = now;
    memory_.failures = std::min(memory_.failures + 1, 1'000'000);
    memory_.lastError = error;
    memory_.retryAt.reset();
    isWished_ = isWished_ || runsAsWished_;
    if (const auto retryAfter = error.retryAfter()) {
        memory_.retryAt = now + std::clamp(*retryAfter, kShortestPause, kLongestRefusal);
        if (runsAsAsked_ && !isAsked_)
            isAsked_ = isPutOff_ = true;
    }
    runningSince_.reset();
    // A load that was waited for long enough is not waited for again before the next success.
    loadLookedAt_.reset();
}

void Scheduler::stopped(WallTime now)
{
    noteTime(now);
    isWished_ = isWished_ || runsAsWished_;
    runningSince_.reset();
}

bool Scheduler::wish()
{
    if (!memory_.isPaused)
        isWished_ = true;
    return isWished_;
}

void Scheduler::tryAgain()
{
    if (memory_.failures == 0)
        return;
    isFailureOver_ = true;
    // The one that was asked for and failed may not be due by the schedule.
    wish();
}

void Scheduler::pause(std::optional<WallTime> until)
{
    memory_.isPaused = true;
    memory_.pausedUntil = until;
    isAsked_ = isPutOff_ = runsAsAsked_ = isWished_ = runsAsWished_ = false;
}

void Scheduler::resume()
{
    memory_.isPaused = false;
    memory_.pausedUntil.reset();
}

} // namespace backspool::engine
