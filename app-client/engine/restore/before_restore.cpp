#include "restore/before_restore.h"

#include <QDateTime>

namespace backspool::engine {

QByteArray beforeRestoreMark(WallTime now, int number)
{
    const auto time = QDateTime::fromSecsSinceEpoch(unixSeconds(now)).toUTC();
    QByteArray mark = ".before-restore-" + time.toString(QStringLiteral("yyyy-MM-dd'T'HH.mm.ss'Z'")).toUtf8();
    if (number > 1)
        mark += '-' + QByteArray::number(number);
    return mark;
}

} // namespace backspool::engine
