#include "cli/entry_output.h"
#include "cli/listing.h"
#include "cli/session.h"
#include "console/human.h"
#include "read/point_history.h"
#include "session/name_pattern.h"

namespace backspool::cli {

namespace {

QString toLine(const QByteArray &path, const format::DirectoryEntry &entry, const engine::PathPresence &presence,
               const std::vector<protocol::PointSummary> &points)
{
    const auto oldest = points[presence.oldest].id.value;
    const auto newest = points[presence.newest].id.value;
    const QString range = oldest == newest ? QStringLiteral("point %1").arg(newest)
                                           : QStringLiteral("points %1 to %2").arg(oldest).arg(newest);
    const QString gone = presence.newest > 0 ? QStringLiteral(", gone since") : QString();
    return QStringLiteral("%1  %2  %3  (%4%5)")
        .arg(console::localTime(wallTime(entry.modified)))
        .arg(entry.type == format::FileType::File ? console::byteSize(ByteCount(entry.size)) : QString(), 10)
        .arg(shownPath(path, entry), range, gone);
}

} // namespace

Result<int> find(CommandContext &context)
{
    const auto pattern = engine::NamePattern::make(context.arguments.positional(QStringLiteral("PATTERN")));
    if (!pattern)
        return console::wrongUsage(context.program, context.arguments, pattern.error().text());
    const auto reading = TRY(ReadingSession::connect(context));
    auto history = TRY(engine::PointHistory::open(reading->service(), reading->nodes()));
    const auto &points = history.points();
    Listing listing(context.output(), QStringLiteral("matches"), context.limit());
    const auto walked =
        history.walk(context.stop.token(), [&](const QByteArray &path, const auto &versions) -> Result<bool> {
            const auto &newest = versions.front().entry;
            if (!pattern->matches(newest.name))
                return true;
            const auto presence = engine::presenceOf(versions);
            if (!listing.isJson())
                return listing.row(toLine(path, newest, presence, points));
            auto row = entryToJson(path, newest);
            row[QStringLiteral("newest_point")] = qint64(points[presence.newest].id.value);
            row[QStringLiteral("oldest_point")] = qint64(points[presence.oldest].id.value);
            row[QStringLiteral("points")] = qint64(presence.points);
            row[QStringLiteral("versions")] = qint64(versions.size());
            row[QStringLiteral("deleted")] = presence.newest > 0;
            return listing.row(row);
        });
    if (walked && listing.count() == 0)
        listing.heading(
            QStringLiteral("Nothing of that name in any of the %1 points.").arg(console::count(points.size())));
    return listing.finish(walked);
}

} // namespace backspool::cli
