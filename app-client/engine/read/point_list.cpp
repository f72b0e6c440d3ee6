#include "read/point_list.h"

#include <QDateTime>
#include <QRegularExpression>

namespace backspool::engine {

Status forEachPoint(PointService &service, const std::function<Result<bool>(const protocol::PointSummary &)> &visit)
{
    protocol::ListPoints request;
    for (;;) {
        const auto page = TRY(service.listPoints(request));
        for (const auto &point : page.points) {
            if (!TRY(visit(point)))
                return {};
        }
        if (!page.more || page.points.empty())
            return {};
        if (request.before && page.points.back().id >= request.before)
            return fail(ErrorKind::Invalid, QStringLiteral("the service lists its points in no order"));
        request.before = page.points.back().id;
    }
}

namespace {

/// How long the last unit lasts that the time of day @p time gives: a minute, a second, or a part of one.
std::chrono::nanoseconds lastUnit(const QString &time)
{
    using namespace std::chrono_literals;
    if (const auto dot = time.indexOf(QLatin1Char('.')); dot >= 0) {
        std::chrono::nanoseconds unit = 1s;
        for (auto digits = time.size() - dot - 1; digits > 0; --digits)
            unit /= 10;
        return unit;
    }
    return time.count(QLatin1Char(':')) > 1 ? 1s : 60s;
}

} // namespace

Result<WallTime> parsePointTime(const QString &text)
{
    static const QRegularExpression form(QStringLiteral(
        R"(^\s*(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?\s*$)"));
    const auto match = form.match(text);
    const auto invalid = [&] {
        return fail(
            ErrorKind::Invalid,
            QStringLiteral("\"%1\" is no point: give its number, \"latest\" or a time such as \"2026-11-20 14:00\"")
                .arg(text));
    };
    if (!match.hasMatch())
        return invalid();
    QString time = match.captured(2);
    if (time.isEmpty())
        time = QStringLiteral("23:59");
    const auto unit = lastUnit(time);
    if (time.size() == 4 || (time.size() > 4 && time[1] == QLatin1Char(':')))
        time.prepend(QLatin1Char('0'));
    const auto parsed =
        QDateTime::fromString(match.captured(1) + QLatin1Char('T') + time + match.captured(3), Qt::ISODateWithMs);
    if (!parsed.isValid())
        return invalid();
    return WallTime(std::chrono::milliseconds(parsed.toMSecsSinceEpoch())) + unit - std::chrono::nanoseconds(1);
}

namespace {

Result<protocol::PointSummary> pointOfId(PointService &service, uint64_t id)
{
    // The newest one that is older than the next number.
    protocol::ListPoints request;
    request.limit = 1;
    request.before = PointId{id + 1};
    const auto page = TRY(service.listPoints(request));
    if (page.points.empty() || page.points.front().id.value != id)
        return fail(ErrorKind::NotFound, QStringLiteral("there is no point %1 of this computer").arg(id));
    return page.points.front();
}

} // namespace

Result<protocol::PointSummary> choosePoint(PointService &service, const QString &text)
{
    const QString wanted = text.trimmed();
    bool isNumber = false;
    const uint64_t id = wanted.toULongLong(&isNumber);
    if (isNumber && id < UINT64_MAX)
        return pointOfId(service, id);
    const bool isLatest = wanted.isEmpty() || wanted == QLatin1StringView("latest");
    std::optional<WallTime> time;
    if (!isLatest)
        time = TRY(parsePointTime(wanted));
    std::optional<protocol::PointSummary> found;
    bool isAny = false;
    TRY(forEachPoint(service, [&](const protocol::PointSummary &point) -> Result<bool> {
        isAny = true;
        if (!time || point.started <= *time)
            found = point;
        return !found;
    }));
    if (found)
        return *std::move(found);
    return fail(ErrorKind::NotFound, isAny ? QStringLiteral("there is no point as old as %1").arg(wanted)
                                           : QStringLiteral("there is no point yet: back up first"));
}

} // namespace backspool::engine
