#pragma once
/// When to back up (seed: dynamic scheduler 310). Pure: the time and the state of the computer come in, a decision goes
/// out.
///
/// What holds:
/// * A backup is asked for only while none runs.
/// * There is always a time of the next look, later than now. Nothing that fails takes it away.
/// * When a backup is due and is not asked for, the decision says why.
/// * Time need not go evenly. Where it goes back (a clock that is set), everything remembered goes back with it. Where
/// it
///   jumps ahead by more than a missed look, the computer slept: it begins anew, without old waits.
#include "policy/policy.h"
#include "schedule/schedule_memory.h"

namespace backspool::engine {

/// How the computer is at one moment.
struct Conditions
{
    WallTime now{};
    int load = 0;                         ///< per cent (load_sensor.h)
    std::optional<int> battery;           ///< charge in per cent, while it runs on that (power_sensor.h)
    bool isMetered = false;               ///< metered_connection.h
    std::optional<int64_t> amountWritten; ///< bytes since the last backup's begin, where something counts them
};

/// Why no backup is made that is due: the reason without its words, for who has words of their own.
struct Hindrance
{
    enum class Kind {
        None,
        User,    ///< paused it
        Battery, ///< is below percent
        Meter,   ///< counts what the connection carries
        Failure, ///< the last attempt ended with error; the next is at again
        Load     ///< was above percent; it is looked at again at again
    };
    Kind kind = Kind::None;
    int percent = 0;
    QString error;
    std::optional<WallTime> again;

    bool operator==(const Hindrance &) const = default;
};

struct Decision
{
    enum class State {
        Idle,          ///< protected, and the next backup is not due
        Waiting,       ///< one is due, and waits for something that passes by itself
        Due,           ///< start one now
        Running,       ///< one runs
        Paused,        ///< by the user; or one is due, and battery or connection are to be spared
        NeedsAttention ///< one is due, and somebody should look: it failed, or it is late by far
    };
    State state = State::Idle;
    WallTime lookAgain{};            ///< always after the time of the decision
    std::optional<WallTime> planned; ///< when something is to happen, where that is known
    QString reason;                  ///< a sentence for people; the same as long as nothing changes
    Hindrance hindrance;             ///< what it is about
    bool mustStop = false;           ///< Running: the backup is to end now

    bool operator==(const Decision &) const = default;
};

/// A stable word for JSON: "needs-attention".
[[nodiscard]] QString stateName(Decision::State state);

/// At least so often a decision is asked for, whatever `lookAgain` says: a timer does not run while a computer sleeps.
constexpr std::chrono::seconds kLongestSleep{60};

/// One thread at a time.
class Scheduler
{
public:
    explicit Scheduler(ScheduleMemory memory = {}) : memory_(std::move(memory)) {}

    Decision decide(const policy::Policy &policy, const Conditions &conditions);

    /// By the user, who wants a backup now: the next decision while none runs is Due, whatever else forbids it, and
    /// only pause() stops it then. Where the service puts it off, it is Due when that said. Not over a restart.
    void ask()
    {
        isAsked_ = true;
        isPutOff_ = false;
    }
    /// By somebody who does not decide for this computer: one is due now, and all that forbids one otherwise still does
    /// (a pause, battery, connection, a failure, load). It stays due until a backup begins after this and makes a
    /// point, or pause(). False: backups are paused, and nothing came of it.
    bool wish();
    /// One is to come that was asked for.
    bool isAsked() const { return isAsked_; }

    /// What the last attempt failed for may be gone: the next one does not wait, but for what the service asked for.
    /// All else that forbids a backup still does. Without a failure before, nothing changes.
    void tryAgain();

    /// A backup has begun. REQUIRES: the last decision was Due.
    void started(WallTime now);
    /// It made a point.
    void succeeded(WallTime now);
    /// It did not.
    void failed(WallTime now, const Error &error);
    /// It was stopped on purpose, which is no failure: it is due as before.
    void stopped(WallTime now);

    /// By the user. @p until: none: until resume().
    void pause(std::optional<WallTime> until);
    void resume();

    /// To be kept (ScheduleMemory::save()) after each of the calls above but decide().
    const ScheduleMemory &memory() const { return memory_; }

private:
    void noteTime(WallTime now);
    WallTime dueTime(const policy::SchedulePolicy &schedule) const;
    bool isLate(const policy::SchedulePolicy &schedule, WallTime now) const;
    Decision whileRunning(const policy::Policy &policy, const Conditions &conditions) const;
    Decision whenDue(const policy::Policy &policy, const Conditions &conditions);
    std::optional<Decision> waitForLoad(const policy::SchedulePolicy &schedule, const Conditions &conditions);
    std::optional<Decision> waitAfterFailure(WallTime now) const;
    Decision withAttention(Decision decision, const policy::SchedulePolicy &schedule, WallTime now) const;

    ScheduleMemory memory_;
    bool isAsked_ = false;
    bool isPutOff_ = false;    ///< what is asked for, by the service
    bool runsAsAsked_ = false; ///< the one that runs was asked for
    bool isWished_ = false;
    bool runsAsWished_ = false;
    bool isFailureOver_ = false; ///< that of the last attempt
    std::optional<WallTime> runningSince_;
    std::optional<WallTime> awakeSince_;   ///< the program's begin, or the end of the last sleep
    std::optional<WallTime> busySince_;    ///< a due backup waits for the load since then
    std::optional<WallTime> loadLookedAt_; ///< and looked at it last
};

} // namespace backspool::engine
