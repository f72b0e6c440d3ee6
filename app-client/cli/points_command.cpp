#include "cli/listing.h"
#include "cli/session.h"
#include "console/human.h"

namespace backspool::cli {

namespace {

QJsonObject toJson(const protocol::PointSummary &point)
{
    const auto &statistics = point.statistics;
    return {{QStringLiteral("point"), qint64(point.id.value)},
            {QStringLiteral("started"), console::isoTime(point.started)},
            {QStringLiteral("ended"), console::isoTime(point.ended)},
            {QStringLiteral("host"), point.host},
            {QStringLiteral("zone"), point.zone},
            {QStringLiteral("files"), qint64(statistics.files)},
            {QStringLiteral("directories"), qint64(statistics.directories)},
            {QStringLiteral("bytes"), qint64(statistics.bytes)},
            {QStringLiteral("files_new"), qint64(statistics.filesNew)},
            {QStringLiteral("files_modified"), qint64(statistics.filesModified)},
            {QStringLiteral("files_redundant"), qint64(statistics.filesRedundant)},
            {QStringLiteral("files_unchanged"), qint64(statistics.filesUnchanged)},
            {QStringLiteral("files_deleted"), qint64(statistics.filesDeleted)},
            {QStringLiteral("files_skipped"), qint64(statistics.filesSkipped)}};
}

QString toLine(const protocol::PointSummary &point)
{
    const auto &statistics = point.statistics;
    const uint64_t changed = statistics.filesNew + statistics.filesModified + statistics.filesRedundant;
    return QStringLiteral("%1  %2  %3 files  %4  +%5 -%6")
        .arg(point.id.value, 6)
        .arg(console::localTime(point.started))
        .arg(console::count(statistics.files), 11)
        .arg(console::byteSize(ByteCount(statistics.bytes)), 10)
        .arg(console::count(changed), console::count(statistics.filesDeleted));
}

} // namespace

Result<int> points(CommandContext &context)
{
    const auto session = TRY(Session::connect(context));
    Listing listing(context.output(), QStringLiteral("points"), context.limit());
    const auto listed =
        engine::forEachPoint(session->service(), [&](const protocol::PointSummary &point) -> Result<bool> {
            return listing.isJson() ? listing.row(toJson(point)) : listing.row(toLine(point));
        });
    if (listed && listing.count() == 0)
        listing.heading(QStringLiteral("There is no point yet: backspool-agent backup"));
    return listing.finish(listed);
}

} // namespace backspool::cli
