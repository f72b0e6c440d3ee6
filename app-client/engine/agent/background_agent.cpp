#include "agent/background_agent.h"

#include "agent/policy_places.h"
#include "core/logging.h"
#include "policy/selection.h"

#include <QThreadPool>

namespace backspool::engine {

namespace {

using namespace std::chrono_literals;

constexpr auto kProgressInterval = 1s;
/// However wrong a time is, the loop does not spin.
constexpr auto kShortestWait = 100ms;
/// As many of the files that were left out go to the log; the point has all of them marked.
constexpr size_t kMostLogged = 100;

QString memoryFile(const AgentState &state)
{
    return state.folder() + QStringLiteral("/schedule.json");
}

ScheduleMemory loadMemory(const AgentState &state)
{
    auto memory = ScheduleMemory::load(memoryFile(state));
    // Without it the next backup is made at once, which is never wrong.
    if (!memory && memory.error().kind() != ErrorKind::NotFound)
        qCWarning(logEngine).noquote() << memory.error().text();
    return memory.value_or(ScheduleMemory{});
}

void log(const BackupReport &report)
{
    const auto &statistics = report.statistics;
    qCInfo(logEngine).noquote() << QStringLiteral("point %1: %2 files, %3 new, %4 modified, %5 bytes sent, %6 s")
                                       .arg(report.point.value)
                                       .arg(statistics.files)
                                       .arg(statistics.filesNew)
                                       .arg(statistics.filesModified)
                                       .arg(report.wire.sent)
                                       .arg(std::chrono::duration<double>(report.duration).count(), 0, 'f', 3);
    for (const auto &failure : report.commandFailures)
        qCWarning(logEngine).noquote() << failure.error.text();
    for (const auto &group : report.groups) {
        if (group.protection == Protection::None)
            qCWarning(logEngine) << "inconsistent" << group.path << qUtf8Printable(group.reason);
    }
    for (size_t i = 0; i < std::min(kMostLogged, report.skipped.size()); ++i)
        qCWarning(logEngine) << "skipped" << report.skipped[i].path << qUtf8Printable(report.skipped[i].reason);
    for (size_t i = 0; i < std::min(kMostLogged, report.dropped.size()); ++i)
        qCInfo(logEngine) << "no longer in the point" << report.dropped[i].path
                          << qUtf8Printable(report.dropped[i].reason);
    if (statistics.filesSkipped > kMostLogged)
        qCWarning(logEngine) << "skipped" << statistics.filesSkipped << "in all";
}

} // namespace

BackgroundAgent::BackgroundAgent(AgentState state, const QString &networkPolicy, QString software, const Clock &clock)
    : state_(std::move(state)), software_(std::move(software)), clock_(clock),
      source_(policyPlaces(state_, networkPolicy)), watch_(state_, software_), scheduler_(loadMemory(state_))
{
    timer_.setSingleShot(true);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &BackgroundAgent::look);
    progress_.setInterval(kProgressInterval);
    connect(&watch_, &PolicyWatch::changed, this, &BackgroundAgent::look, Qt::QueuedConnection);
    connect(&watch_, &PolicyWatch::keyFound, this, &BackgroundAgent::tryAgain, Qt::QueuedConnection);
    connect(&progress_, &QTimer::timeout, this, &BackgroundAgent::changed);
}

BackgroundAgent::~BackgroundAgent()
{
    Q_ASSERT(!thread_);
}

void BackgroundAgent::start()
{
    isStarted_ = true;
    watch_.start();
    look();
}

void BackgroundAgent::watchWriters()
{
    const auto selection = policy::Selection::load(state_.selectionFile());
    guard_.setBound(source_.read().policy.active.writerWait);
    if (selection)
        watchFor(guard_, selection->paths);
}

void BackgroundAgent::stop()
{
    isStopping_ = true;
    timer_.stop();
    if (task_)
        task_->cancel();
    else
        Q_EMIT stopped();
}

void BackgroundAgent::pause(std::optional<WallTime> until)
{
    scheduler_.pause(until);
    keepMemory(Keep::Now);
    look();
}

void BackgroundAgent::resume()
{
    scheduler_.resume();
    keepMemory(Keep::Now);
    look();
}

void BackgroundAgent::tryAgain()
{
    scheduler_.tryAgain();
    look();
}

int BackgroundAgent::backUpNow()
{
    scheduler_.ask();
    const int number = asked_ = begun_ + 1;
    QMetaObject::invokeMethod(this, &BackgroundAgent::look, Qt::QueuedConnection);
    return number;
}

Status BackgroundAgent::wishBackup()
{
    const auto busy = [](const QString &why) { return fail(ErrorKind::Busy, why); };
    if (!scheduler_.wish())
        return busy(QStringLiteral("this computer's administrator has paused backups"));
    look();
    if (decision_.state == Decision::State::Running)
        return {};
    // Without the words of the decision, which may name files of others.
    switch (decision_.hindrance.kind) {
    case Hindrance::Kind::Battery:
        return busy(QStringLiteral("the computer runs on battery; it is made when that is charged"));
    case Hindrance::Kind::Meter:
        return busy(QStringLiteral("the network connection is metered; it is made over another"));
    case Hindrance::Kind::Load:
        return busy(QStringLiteral("the computer is busy; it is made when there is less to do"));
    case Hindrance::Kind::Failure:
        return busy(QStringLiteral("the last backup failed; it is tried again by itself"));
    case Hindrance::Kind::User:
    case Hindrance::Kind::None:
        break;
    }
    return {};
}

void BackgroundAgent::look()
{
    if (!isStarted_ || isStopping_)
        return;
    policy_ = source_.read();
    logPolicy();
    tidyShadows();
    const auto now = clock_.now();
    const auto decide = [&] {
        return scheduler_.decide(policy_.policy,
                                 {.now = now,
                                  .load = load_.percent(),
                                  .battery = power_.batteryPercent(),
                                  .isMetered = metered_.isMetered(),
                                  .amountWritten = writeLog_ ? writeLog_->amountWritten() : std::nullopt});
    };
    auto decision = decide();
    if (decision.state == Decision::State::Due) {
        begin();
        decision = decide();
    }
    if (decision.mustStop && task_)
        task_->cancel();
    timer_.start(std::clamp<std::chrono::milliseconds>(
        std::chrono::ceil<std::chrono::milliseconds>(decision.lookAgain - now), kShortestWait, kLongestSleep));
    if (!(std::exchange(decision_, decision) == decision))
        Q_EMIT changed();
    logWaiting();
    tellDropped();
}

/// Who waits for a backup that a pause came before would wait without end.
void BackgroundAgent::tellDropped()
{
    if (task_ || scheduler_.isAsked() || asked_ <= begun_)
        return;
    asked_ = begun_;
    Q_EMIT notBackedUp(begun_ + 1, Error(ErrorKind::Cancelled, QStringLiteral("backups were paused before it began")));
}

/// Who deletes a large file wants its room.
void BackgroundAgent::tidyShadows() const
{
    QThreadPool::globalInstance()->start([shadows = shadows_] { shadows->tidy(); });
}

void BackgroundAgent::begin()
{
    scheduler_.started(clock_.now());
    ++begun_;
    began_ = clock_.steadyNow();
    task_ = std::make_unique<BackupTask>(state_, source_.places(), software_, clock_, writeLog_.get(), guard_,
                                         shadows_.get());
    thread_.reset(QThread::create([this] { result_ = task_->run(); }));
    connect(thread_.get(), &QThread::finished, this, &BackgroundAgent::ended);
    thread_->start();
    progress_.start();
    keepMemory(Keep::Soon);
}

void BackgroundAgent::ended()
{
    thread_->wait();
    thread_.reset();
    progress_.stop();
    const bool wasCancelled = task_->isCancelled();
    task_.reset();
    const auto result = *std::exchange(result_, std::nullopt);
    if (result) {
        lastBackup_ = LastBackup{result->point,
                                 result->started,
                                 result->ended,
                                 result->statistics.files,
                                 result->statistics.filesSkipped,
                                 result->wire.sent,
                                 result->groups,
                                 result->groupCounts,
                                 result->commandFailures,
                                 result->duration};
        log(*result);
        keep(Activity::of(*result));
        loggedFailure_.clear();
        scheduler_.succeeded(clock_.now());
    } else if (wasCancelled) {
        scheduler_.stopped(clock_.now());
    } else {
        // An hour without a network is one line in the log.
        if (std::exchange(loggedFailure_, result.error().text()) != result.error().text()) {
            qCWarning(logEngine).noquote() << "no backup was made; it is tried again:" << result.error().text();
            keep({.kind = Activity::Kind::Failure, .time = clock_.now(), .reason = result.error().text()});
        }
        scheduler_.failed(clock_.now(), result.error());
    }
    keepMemory(Keep::Soon);
    if (result)
        Q_EMIT backedUp(begun_, *result);
    else
        Q_EMIT notBackedUp(begun_, result.error());
    if (isStopping_)
        Q_EMIT stopped();
    else
        look();
}

void BackgroundAgent::keepMemory(Keep keep)
{
    const auto &memory = scheduler_.memory();
    // What is not kept is known until the next restart only; that is no reason to protect less.
    if (const auto kept = memory.save(memoryFile(state_), memory.durabilityFor(keep)); !kept)
        qCWarning(logEngine).noquote() << kept.error().text();
}

void BackgroundAgent::logPolicy()
{
    QStringList errors;
    if (const auto refused = watch_.refused())
        policy_.refused.push_back(*refused);
    for (const auto &error : policy_.refused)
        errors += error.text();
    if (std::exchange(loggedPolicyErrors_, errors) == errors)
        return;
    for (const auto &error : errors)
        qCWarning(logEngine).noquote() << error;
    Q_EMIT changed();
}

/// Each reason once, until a backup begins: an hour of a busy computer is one line.
void BackgroundAgent::logWaiting()
{
    if (decision_.state == Decision::State::Running)
        loggedWaiting_.clear();
    const bool isWaiting = decision_.state == Decision::State::Waiting || decision_.state == Decision::State::Paused;
    // What follows a failure is told by that, and who pauses backups knows of it: none need be due.
    if (!isWaiting || !loggedFailure_.isEmpty() || scheduler_.memory().isPaused)
        return;
    // That of a busy computer has times in it, which are others at each look.
    const QString reason = decision_.state == Decision::State::Waiting ? QString() : decision_.reason;
    if (loggedWaiting_.contains(reason))
        return;
    loggedWaiting_ += reason;
    keep({.kind = Activity::Kind::Waiting, .time = clock_.now(), .reason = decision_.reason});
}

/// For people only: nothing goes by it.
void BackgroundAgent::keep(const Activity &activity)
{
    if (const auto kept = appendActivity(state_, activity); !kept)
        qCWarning(logEngine).noquote() << kept.error().text();
}

AgentReport BackgroundAgent::report() const
{
    AgentReport report{.decision = decision_,
                       .lastSuccess = scheduler_.memory().lastSuccess,
                       .lastBackup = lastBackup_,
                       .running = {},
                       .lastError = scheduler_.memory().lastError,
                       .policyErrors = policy_.refused,
                       .writeLog = writeLog_ ? std::optional(writeLog_->report()) : std::nullopt,
                       .shadows = shadows_->count()};
    if (task_)
        report.running = RunningBackup{clock_.steadyNow() - began_, task_->progress()};
    return report;
}

} // namespace backspool::engine
