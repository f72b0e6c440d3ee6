#include "cli/pause_time.h"

#include <QDateTime>
#include <QRegularExpression>

namespace backspool::cli {

namespace {

/// Beyond that "until resumed" is meant.
constexpr std::chrono::days kLongest{366};

std::optional<std::chrono::seconds> duration(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([0-9]{1,7})(s|min|m|h|d)$"));
    const auto match = form.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const int64_t number = match.captured(1).toLongLong();
    const QString unit = match.captured(2);
    if (unit == QStringLiteral("s"))
        return std::chrono::seconds(number);
    if (unit == QStringLiteral("h"))
        return std::chrono::hours(number);
    if (unit == QStringLiteral("d"))
        return std::chrono::days(number);
    return std::chrono::minutes(number);
}

QDateTime pointInTime(const QString &text, const QDateTime &now)
{
    for (const auto *form : {"HH:mm", "HH:mm:ss"}) {
        if (const auto time = QTime::fromString(text, QLatin1StringView(form)); time.isValid()) {
            const QDateTime today(now.date(), time);
            return today > now ? today : QDateTime(now.date().addDays(1), time);
        }
    }
    return QDateTime::fromString(QString(text).replace(QLatin1Char(' '), QLatin1Char('T')), Qt::ISODate);
}

} // namespace

Result<std::optional<WallTime>> pauseEnd(const QStringList &words, WallTime now)
{
    if (words.isEmpty())
        return std::nullopt;
    const QString typed = words.join(QLatin1Char(' '));
    // In seconds: what is far beyond the bound does not fit a WallTime.
    std::optional<int64_t> seconds;
    if (words.front() == QStringLiteral("until")) {
        const auto time =
            pointInTime(words.sliced(1).join(QLatin1Char(' ')), QDateTime::fromSecsSinceEpoch(unixSeconds(now)));
        if (time.isValid())
            seconds = time.toSecsSinceEpoch() - unixSeconds(now);
    } else if (const auto length = duration(typed)) {
        seconds = length->count();
    }
    if (!seconds)
        return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is not understood: say 1h, 90min, \"until 18:00\" or "
                                                       "\"until 2026-11-20 18:00\"")
                                            .arg(typed));
    if (*seconds <= 0 || *seconds > std::chrono::seconds(kLongest).count())
        return fail(ErrorKind::Invalid, QStringLiteral("\"%1\" is not within the next year").arg(typed));
    return now + std::chrono::seconds(*seconds);
}

} // namespace backspool::cli
