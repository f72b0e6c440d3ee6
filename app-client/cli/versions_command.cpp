#include "cli/entry_output.h"
#include "cli/listing.h"
#include "cli/point_path.h"
#include "cli/session.h"
#include "console/human.h"
#include "read/point_history.h"

namespace backspool::cli {

namespace {

/// One state of the path, over points that follow one another.
struct Stretch
{
    const format::DirectoryEntry *entry = nullptr;
    engine::PointRange range;
};

std::vector<Stretch> stretchesOf(const std::vector<engine::EntryVersion> &versions)
{
    std::vector<Stretch> stretches;
    for (const auto &version : versions) {
        for (const auto &range : version.points)
            stretches.push_back({&version.entry, range});
    }
    std::ranges::sort(stretches, {}, [](const Stretch &stretch) { return stretch.range.newest; });
    return stretches;
}

QString toLine(const Stretch &stretch, const std::vector<protocol::PointSummary> &points)
{
    const auto &newest = points[stretch.range.newest];
    const auto &oldest = points[stretch.range.oldest];
    const QString range =
        stretch.range.newest == stretch.range.oldest
            ? QStringLiteral("point %1 of %2").arg(newest.id.value).arg(console::localTime(newest.started))
            : QStringLiteral("points %1 to %2, %3 to %4")
                  .arg(oldest.id.value)
                  .arg(newest.id.value)
                  .arg(console::localTime(oldest.started), console::localTime(newest.started));
    return QStringLiteral("%1  %2  %3  %4")
        .arg(console::localTime(wallTime(stretch.entry->modified)))
        .arg(stretch.entry->type == format::FileType::File ? console::byteSize(ByteCount(stretch.entry->size))
                                                           : typeName(stretch.entry->type),
             10)
        .arg(modeText(*stretch.entry), range);
}

QJsonObject toJson(const QByteArray &path, const Stretch &stretch, const std::vector<protocol::PointSummary> &points)
{
    const auto &newest = points[stretch.range.newest];
    const auto &oldest = points[stretch.range.oldest];
    auto row = entryToJson(path, *stretch.entry);
    row[QStringLiteral("newest_point")] = qint64(newest.id.value);
    row[QStringLiteral("oldest_point")] = qint64(oldest.id.value);
    row[QStringLiteral("newest_started")] = console::isoTime(newest.started);
    row[QStringLiteral("oldest_started")] = console::isoTime(oldest.started);
    row[QStringLiteral("points")] = qint64(stretch.range.oldest - stretch.range.newest + 1);
    return row;
}

} // namespace

Result<int> versions(CommandContext &context)
{
    const auto reading = TRY(ReadingSession::connect(context));
    auto history = TRY(engine::PointHistory::open(reading->service(), reading->nodes()));
    // Of a path that is in several states, the newest says where it leads.
    const auto newest = [&](const QByteArray &at) -> Result<std::optional<format::DirectoryEntry>> {
        auto states = TRY(history.versions(at));
        return states.empty() ? std::nullopt : std::optional(std::move(states.front().entry));
    };
    const auto path = TRY(choosePath(context.arguments.positional(QStringLiteral("PATH")), newest));
    const auto found = TRY(history.versions(path));
    if (found.empty())
        return fail(ErrorKind::NotFound, QStringLiteral("no point has %1").arg(QString::fromUtf8(path)));
    Listing listing(context.output(), QStringLiteral("versions"), context.limit());
    for (const auto &stretch : stretchesOf(found)) {
        const bool wantsMore = listing.isJson() ? listing.row(toJson(path, stretch, history.points()))
                                                : listing.row(toLine(stretch, history.points()));
        if (!wantsMore)
            break;
    }
    return listing.finish({});
}

} // namespace backspool::cli
