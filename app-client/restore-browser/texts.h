#pragma once
/// Figures, times and names as the windows show them, in the user's language.
#include "core/clock.h"
#include "format/directory_entry.h"

#include <QDateTime>
#include <QString>

namespace backspool::browser {

QDateTime dateTime(WallTime time);
QDateTime dateTime(const format::FileTime &time);

QString sizeText(uint64_t bytes);
/// As short as it is clear at @p now: "Today 14:02", "Tue 14:02", "3 Oct 14:02", "3 Oct 2024".
QString timeText(const QDateTime &time, const QDateTime &now);
/// All of it: "Tuesday, 24 November 2026 14:03".
QString exactTimeText(const QDateTime &time);
/// "about 2 minutes".
QString durationText(std::chrono::seconds time);
/// A path or name; what is not UTF-8 in it shows as a replacement character.
QString pathText(QByteArrayView path);

} // namespace backspool::browser
