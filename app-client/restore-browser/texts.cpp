#include "restore-browser/texts.h"

#include <QCoreApplication>
#include <QLocale>

namespace backspool::browser {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Texts)
};

} // namespace

QDateTime dateTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

QDateTime dateTime(const format::FileTime &time)
{
    return QDateTime::fromSecsSinceEpoch(time.seconds);
}

QString sizeText(uint64_t bytes)
{
    return QLocale().formattedDataSize(qint64(std::min<uint64_t>(bytes, INT64_MAX)));
}

QString timeText(const QDateTime &time, const QDateTime &now)
{
    const QLocale locale;
    const QString clock = locale.toString(time.time(), QLocale::ShortFormat);
    const auto days = time.date().daysTo(now.date());
    if (days == 0)
        return Texts::tr("Today %1").arg(clock);
    if (days == 1)
        return Texts::tr("Yesterday %1").arg(clock);
    if (days > 1 && days < 7)
        return QStringLiteral("%1 %2").arg(locale.dayName(time.date().dayOfWeek(), QLocale::ShortFormat), clock);
    //: day and month; see Qt's QLocale::toString() for the letters
    const QString date = locale.toString(time.date(), Texts::tr("d MMM"));
    if (time.date().year() == now.date().year())
        return QStringLiteral("%1 %2").arg(date, clock);
    return QStringLiteral("%1 %2").arg(date).arg(time.date().year());
}

QString exactTimeText(const QDateTime &time)
{
    const QLocale locale;
    return QStringLiteral("%1 %2").arg(locale.toString(time.date(), QLocale::LongFormat),
                                       locale.toString(time.time(), QLocale::ShortFormat));
}

QString durationText(std::chrono::seconds time)
{
    const auto seconds = time.count();
    if (seconds < 90)
        return Texts::tr("about %Ln second(s)", nullptr, int(seconds));
    if (seconds < 90 * 60)
        return Texts::tr("about %Ln minute(s)", nullptr, int((seconds + 30) / 60));
    return Texts::tr("about %Ln hour(s)", nullptr, int(std::min<int64_t>((seconds + 1'800) / 3'600, 10'000)));
}

QString pathText(QByteArrayView path)
{
    return QString::fromUtf8(path);
}

} // namespace backspool::browser
