#include "schedule/schedule_memory.h"

#include "core/small_file.h"
#include "core/unsynced_file.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace backspool::engine {

namespace {

constexpr int kVersion = 1;
/// A few hundred bytes and an error's sentence.
constexpr qint64 kMaxFile = 64 << 10;
/// Times before 1970 and after 2200 are not from here, and would not fit WallTime's nanoseconds for long.
constexpr int64_t kLastSecond = 7'258'118'400;

void putTime(QJsonObject &object, const QString &key, std::optional<WallTime> time)
{
    if (time)
        object[key] = qint64(unixSeconds(*time));
}

Result<std::optional<WallTime>> time(const QJsonObject &object, const QString &key)
{
    if (!object.contains(key))
        return std::nullopt;
    const auto seconds = object[key].toInteger(-1);
    if (seconds < 0 || seconds > kLastSecond)
        return fail(ErrorKind::Damaged, QStringLiteral("\"%1\" is no time").arg(key));
    return fromUnixSeconds(seconds);
}

Result<ScheduleMemory> fromJson(const QJsonObject &object)
{
    if (object[QStringLiteral("version")].toInt() != kVersion)
        return fail(ErrorKind::Damaged, QStringLiteral("its version is not %1").arg(kVersion));
    ScheduleMemory memory;
    memory.since = TRY(time(object, QStringLiteral("since"))).value_or(WallTime{});
    memory.lastSuccess = TRY(time(object, QStringLiteral("last_success")));
    memory.lastAttempt = TRY(time(object, QStringLiteral("last_attempt")));
    memory.retryAt = TRY(time(object, QStringLiteral("retry_at")));
    memory.failures = std::clamp(object[QStringLiteral("failures")].toInt(), 0, 1'000'000);
    if (object.contains(QStringLiteral("last_error"))) {
        // The kind decided when it happened; what is told of it later is the text.
        const auto kind =
            object[QStringLiteral("last_error_is_condition")].toBool() ? ErrorKind::Unreachable : ErrorKind::Io;
        memory.lastError = Error(kind, object[QStringLiteral("last_error")].toString());
    }
    memory.isPaused = object[QStringLiteral("paused")].toBool();
    memory.pausedUntil = TRY(time(object, QStringLiteral("paused_until")));
    memory.seen = TRY(time(object, QStringLiteral("seen"))).value_or(WallTime{});
    return memory;
}

} // namespace

Result<ScheduleMemory> ScheduleMemory::load(const QString &path)
{
    const QString doing = QStringLiteral("reading the schedule's state from %1").arg(path);
    const auto content = TRY_CONTEXT(doing, readSmallFile(path, kMaxFile));
    const auto document = QJsonDocument::fromJson(content);
    if (!document.isObject())
        return fail(ErrorKind::Damaged, doing + QStringLiteral(": it is not what was written"));
    return TRY_CONTEXT(doing, fromJson(document.object()));
}

Status ScheduleMemory::save(const QString &path, Durability durability) const
{
    QJsonObject object{{QStringLiteral("version"), kVersion}, {QStringLiteral("failures"), failures}};
    putTime(object, QStringLiteral("since"), since);
    putTime(object, QStringLiteral("last_success"), lastSuccess);
    putTime(object, QStringLiteral("last_attempt"), lastAttempt);
    putTime(object, QStringLiteral("retry_at"), retryAt);
    if (lastError) {
        object[QStringLiteral("last_error")] = lastError->text().left(4'096);
        object[QStringLiteral("last_error_is_condition")] = isCondition(lastError->kind());
    }
    if (isPaused)
        object[QStringLiteral("paused")] = true;
    putTime(object, QStringLiteral("paused_until"), pausedUntil);
    putTime(object, QStringLiteral("seen"), seen);
    const auto content = QJsonDocument(object).toJson();
    TRY_CONTEXT(QStringLiteral("saving the schedule's state in %1").arg(path),
                durability == Durability::Now ? replaceFile(path, content) : replaceFileUnsynced(path, content));
    return {};
}

bool isCondition(ErrorKind kind)
{
    return kind == ErrorKind::Unreachable || kind == ErrorKind::Busy || kind == ErrorKind::Cancelled;
}

} // namespace backspool::engine
