#include "watch/write_log_memory.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace backspool::engine {

namespace {
constexpr int kVersion = 1;
/// Numbers and one path.
constexpr qint64 kMaxFile = 64 << 10;
/// Times after 2200 are not from here, and would not fit WallTime's nanoseconds for long.
constexpr int64_t kLastSecond = 7'258'118'400;
} // namespace

Result<WriteLogMemory> WriteLogMemory::load(const QString &path)
{
    const QString doing = QStringLiteral("reading the write log's state from %1").arg(path);
    QFile file(path);
    if (!file.exists())
        return fail(ErrorKind::NotFound, doing + QStringLiteral(": there is none"));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::Io, doing + QStringLiteral(": ") + file.errorString());
    const auto object = QJsonDocument::fromJson(file.read(kMaxFile)).object();
    if (object[QStringLiteral("version")].toInt() != kVersion)
        return fail(ErrorKind::Damaged, doing + QStringLiteral(": it is not what was written"));
    WriteLogMemory memory;
    const auto seconds = object[QStringLiteral("last_whole_walk")].toInteger(-1);
    if (seconds >= 0 && seconds <= kLastSecond)
        memory.lastWholeWalk = fromUnixSeconds(seconds);
    memory.missed = uint64_t(std::max<qint64>(0, object[QStringLiteral("missed")].toInteger()));
    memory.lastMissed = object[QStringLiteral("last_missed")].toString();
    memory.isDistrusted = object[QStringLiteral("distrusted")].toBool();
    return memory;
}

Status WriteLogMemory::save(const QString &path) const
{
    QJsonObject object{{QStringLiteral("version"), kVersion},
                       {QStringLiteral("missed"), qint64(missed)},
                       {QStringLiteral("distrusted"), isDistrusted}};
    if (lastWholeWalk)
        object[QStringLiteral("last_whole_walk")] = qint64(unixSeconds(*lastWholeWalk));
    if (!lastMissed.isEmpty())
        object[QStringLiteral("last_missed")] = lastMissed;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(object).toJson()) < 0 || !file.commit())
        return fail(ErrorKind::Io,
                    QStringLiteral("saving the write log's state in %1: %2").arg(path, file.errorString()));
    return {};
}

} // namespace backspool::engine
