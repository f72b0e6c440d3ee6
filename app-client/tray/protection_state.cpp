#include "tray/protection_state.h"

#include "restore-browser/texts.h"

#include <QCoreApplication>

namespace backspool::tray {

namespace {

using State = engine::Decision::State;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ProtectionState)
};

QString capitalised(QString sentence)
{
    if (!sentence.isEmpty())
        sentence[0] = sentence[0].toUpper();
    return sentence;
}

QString clockText(WallTime time, WallTime now)
{
    return browser::timeText(browser::dateTime(time), browser::dateTime(now));
}

QString lastBackupText(const engine::AgentReport &report, WallTime now)
{
    if (!report.lastSuccess)
        return Texts::tr("no backup yet");
    const auto age = now - *report.lastSuccess;
    if (age < std::chrono::minutes(1))
        return Texts::tr("last backup just now");
    return Texts::tr("last backup %1 ago").arg(elapsedText(age));
}

/// The error's own words are the engine's.
QString hindranceText(const engine::Hindrance &hindrance, WallTime now)
{
    using Kind = engine::Hindrance::Kind;
    const QString again = hindrance.again ? clockText(*hindrance.again, now) : QString();
    switch (hindrance.kind) {
    case Kind::None:
        break;
    case Kind::User:
        return hindrance.again ? Texts::tr("It goes on by itself then.")
                               : Texts::tr("Nothing is backed up until you resume.");
    case Kind::Battery:
        return Texts::tr("A backup is due. It waits until the battery is above %1 %, or the computer is plugged in.")
            .arg(hindrance.percent);
    case Kind::Meter:
        return Texts::tr("A backup is due. It waits for a network connection that is not metered.");
    case Kind::Failure:
        return Texts::tr("The last attempt did not succeed: %1. The next one: %2.").arg(hindrance.error, again);
    case Kind::Load:
        return Texts::tr("A backup is due. The computer was busier than %1 %; the next look: %2.")
            .arg(hindrance.percent)
            .arg(again);
    }
    return {};
}

void tellRunning(const engine::AgentReport &report, ProtectionState &state)
{
    state.picture = Picture::Working;
    state.headline = Texts::tr("Backing up");
    if (!report.running)
        return;
    const auto &progress = report.running->progress;
    if (progress.itemsTotal > 0 && progress.itemsDone <= progress.itemsTotal)
        state.headline = Texts::tr("Backing up, %1 %").arg(100 * progress.itemsDone / progress.itemsTotal);
    state.detail = Texts::tr("%Ln file(s) looked at", nullptr, int(std::min<uint64_t>(progress.itemsDone, INT_MAX)));
    if (const auto left = report.running->timeLeft())
        state.detail =
            Texts::tr("%1 left", "a time").arg(browser::durationText(std::chrono::ceil<std::chrono::seconds>(*left)));
}

void tellFailure(const engine::AgentReport &report, WallTime now, ProtectionState &state)
{
    QString why = report.lastError->text();
    while (why.endsWith(QLatin1Char('.')))
        why.chop(1);
    state.mayEnrolAnew = report.lastError->kind() == ErrorKind::Denied;
    state.picture = state.mayEnrolAnew ? Picture::Attention : Picture::Waiting;
    state.headline = (state.mayEnrolAnew ? Texts::tr("Needs your attention, %1") : Texts::tr("Waiting, %1"))
                         .arg(lastBackupText(report, now));
    state.detail =
        hindranceText({.kind = engine::Hindrance::Kind::Failure, .error = why, .again = report.decision.planned}, now);
}

void tell(const engine::AgentReport &report, WallTime now, ProtectionState &state)
{
    const auto &decision = report.decision;
    state.canBackUp = decision.state != State::Running;
    using Kind = engine::Hindrance::Kind;
    if (decision.state == State::Paused || decision.state == State::Waiting || decision.state == State::NeedsAttention)
        state.detail = decision.hindrance.kind == Kind::None ? capitalised(decision.reason)
                                                             : hindranceText(decision.hindrance, now);
    switch (decision.state) {
    case State::Idle:
        if (report.lastError) { // of one that was asked for: nothing is due, and that it failed is to be known
            tellFailure(report, now, state);
            break;
        }
        state.picture = Picture::Protected;
        state.headline = Texts::tr("Protected, %1").arg(lastBackupText(report, now));
        if (decision.planned)
            state.detail = Texts::tr("Next backup: %1").arg(clockText(*decision.planned, now));
        break;
    case State::Running:
    case State::Due:
        tellRunning(report, state);
        break;
    case State::Paused:
        state.picture = Picture::Waiting;
        // By battery or connection: then there is nothing to resume.
        state.isPaused = decision.hindrance.kind == Kind::User || decision.hindrance.kind == Kind::None;
        if (!state.isPaused) {
            state.headline = Texts::tr("Waiting, %1").arg(lastBackupText(report, now));
            break;
        }
        state.headline = decision.planned ? Texts::tr("Paused until %1").arg(clockText(*decision.planned, now))
                                          : Texts::tr("Paused");
        break;
    case State::Waiting:
        state.picture = Picture::Waiting;
        state.headline = Texts::tr("Waiting, %1").arg(lastBackupText(report, now));
        break;
    case State::NeedsAttention:
        state.picture = Picture::Attention;
        state.mayEnrolAnew = report.lastError && report.lastError->kind() == ErrorKind::Denied;
        state.headline = Texts::tr("Needs your attention, %1").arg(lastBackupText(report, now));
        break;
    }
}

} // namespace

QString elapsedText(std::chrono::nanoseconds time)
{
    const auto minutes = std::chrono::floor<std::chrono::minutes>(time).count();
    if (minutes < 60)
        return Texts::tr("%Ln minute(s)", nullptr, int(minutes));
    if (minutes < 48 * 60)
        return Texts::tr("%Ln hour(s)", nullptr, int(minutes / 60));
    return Texts::tr("%Ln day(s)", nullptr, int(minutes / (24 * 60)));
}

ProtectionState protectionState(std::optional<bool> isSetUp, const std::optional<engine::AgentReport> &report,
                                const std::optional<Error> &agentError, WallTime now)
{
    ProtectionState state;
    state.isSetUp = isSetUp.value_or(false);
    if (!isSetUp) {
        state.headline = Texts::tr("Starting\u2026");
    } else if (!*isSetUp) {
        state.picture = Picture::Attention;
        state.headline = Texts::tr("Not protected yet");
        state.detail = Texts::tr("Connect this computer to your backup service.");
    } else if (agentError && agentError->kind() == ErrorKind::Busy) {
        // Whether it does its work, nobody asked it.
        state.picture = Picture::Waiting;
        state.headline = Texts::tr("Another Backspool agent has these files");
        state.detail = Texts::tr("\"backspool-agent status\" tells how it is doing. Files can be restored here all the "
                                 "same.");
    } else if (agentError) {
        state.picture = Picture::Attention;
        state.headline = Texts::tr("Nothing is protected now");
        state.detail = capitalised(agentError->text());
    } else if (report) {
        tell(*report, now, state);
    } else {
        state.headline = Texts::tr("Starting\u2026");
    }
    return state;
}

} // namespace backspool::tray
