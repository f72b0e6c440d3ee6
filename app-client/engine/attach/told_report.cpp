#include "attach/told_report.h"

#include "core/json_values.h"

#include <QDateTime>

namespace backspool::engine {

namespace {

using State = Decision::State;

std::optional<WallTime> timeFrom(const QJsonValue &value)
{
    const auto time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
    // WallTime's nanoseconds reach not much further.
    if (!time.isValid() || time.date().year() < 1970 || time.date().year() >= 2200)
        return std::nullopt;
    return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

uint64_t countFrom(const QJsonValue &value)
{
    return uint64_t(std::max<qint64>(0, value.toInteger()));
}

std::chrono::nanoseconds secondsFrom(const QJsonValue &value)
{
    constexpr double kLongest = 100 * 365 * 86'400.0;
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(std::clamp(value.toDouble(), 0.0, kLongest)));
}

State stateFrom(const QString &name)
{
    for (const auto state : {State::Idle, State::Due, State::Running, State::Paused, State::NeedsAttention}) {
        if (name == stateName(state))
            return state;
    }
    return State::Waiting;
}

Hindrance hindranceFrom(const QJsonObject &object)
{
    using Kind = Hindrance::Kind;
    const std::pair<const char *, Kind> kinds[] = {{"user", Kind::User},
                                                   {"battery", Kind::Battery},
                                                   {"metered", Kind::Meter},
                                                   {"failure", Kind::Failure},
                                                   {"load", Kind::Load}};
    Hindrance hindrance;
    for (const auto &[name, kind] : kinds) {
        if (object[QStringLiteral("kind")].toString() == QLatin1StringView(name))
            hindrance.kind = kind;
    }
    hindrance.percent = object[QStringLiteral("percent")].toInt();
    hindrance.error = object[QStringLiteral("error")].toString();
    hindrance.again = timeFrom(object[QStringLiteral("again")]);
    return hindrance;
}

LastBackup lastBackupFrom(const QJsonObject &object)
{
    LastBackup backup;
    backup.point = PointId{countFrom(object[QStringLiteral("point")])};
    backup.started = timeFrom(object[QStringLiteral("started")]).value_or(WallTime{});
    backup.ended = timeFrom(object[QStringLiteral("ended")]).value_or(WallTime{});
    backup.files = countFrom(object[QStringLiteral("files")]);
    backup.filesSkipped = countFrom(object[QStringLiteral("files_skipped")]);
    backup.bytesSent = countFrom(object[QStringLiteral("bytes_sent")]);
    backup.duration = secondsFrom(object[QStringLiteral("seconds")]);
    return backup;
}

RunningBackup runningFrom(const QJsonObject &object)
{
    RunningBackup running;
    running.duration = secondsFrom(object[QStringLiteral("seconds")]);
    running.progress.itemsDone = countFrom(object[QStringLiteral("files")]);
    running.progress.itemsTotal = countFrom(object[QStringLiteral("files_expected")]);
    running.progress.bytesDone = countFrom(object[QStringLiteral("bytes_read")]);
    return running;
}

/// For who is told the kind alone.
QString wordsFor(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Unreachable:
        return QStringLiteral("the backup service cannot be reached");
    case ErrorKind::NoSpace:
        return QStringLiteral("there is no room for it");
    default:
        return QStringLiteral("the computer's administrator can see the reason");
    }
}

Error errorFrom(const QJsonObject &object)
{
    auto error = errorFromJson(object);
    return error.text().isEmpty() ? Error(error.kind(), wordsFor(error.kind())) : error;
}

} // namespace

AgentReport reportFromJson(const QJsonObject &object)
{
    AgentReport report;
    report.decision.state = stateFrom(object[QStringLiteral("state")].toString());
    report.decision.reason = object[QStringLiteral("reason")].toString();
    report.decision.planned = timeFrom(object[QStringLiteral("next")]);
    report.decision.hindrance = hindranceFrom(object[QStringLiteral("hindrance")].toObject());
    report.lastSuccess = timeFrom(object[QStringLiteral("last_success")]);
    if (const auto backup = object[QStringLiteral("last_backup")]; backup.isObject())
        report.lastBackup = lastBackupFrom(backup.toObject());
    if (const auto running = object[QStringLiteral("progress")]; running.isObject())
        report.running = runningFrom(running.toObject());
    if (const auto error = object[QStringLiteral("error")]; error.isObject())
        report.lastError = errorFrom(error.toObject());
    auto &hindrance = report.decision.hindrance;
    if (hindrance.kind == Hindrance::Kind::Failure && hindrance.error.isEmpty())
        hindrance.error = report.lastError ? report.lastError->text() : wordsFor(ErrorKind::Io);
    return report;
}

} // namespace backspool::engine
