#include "schedule/words.h"

#include <QDateTime>

namespace backspool::engine {

QString clockTime(WallTime time, WallTime now)
{
    const auto local = QDateTime::fromSecsSinceEpoch(unixSeconds(time));
    const bool isToday = local.date() == QDateTime::fromSecsSinceEpoch(unixSeconds(now)).date();
    return local.toString(isToday ? QStringLiteral("HH:mm:ss") : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString span(std::chrono::seconds span)
{
    const auto seconds = span.count();
    if (seconds != 0 && seconds % 86'400 == 0)
        return QStringLiteral("%1 d").arg(seconds / 86'400);
    if (seconds != 0 && seconds % 3'600 == 0)
        return QStringLiteral("%1 h").arg(seconds / 3'600);
    if (seconds != 0 && seconds % 60 == 0)
        return QStringLiteral("%1 min").arg(seconds / 60);
    return QStringLiteral("%1 s").arg(seconds);
}

} // namespace backspool::engine
