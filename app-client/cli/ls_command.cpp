#include "cli/entry_output.h"
#include "cli/listing.h"
#include "cli/point_path.h"
#include "cli/session.h"
#include "console/human.h"
#include "read/point_reader.h"

namespace backspool::cli {

namespace {

QString toLine(const QByteArray &shown, const format::DirectoryEntry &entry, const format::PointRecord &record)
{
    QString line =
        QStringLiteral("%1 %2 %3 %4 %5  %6")
            .arg(modeText(entry))
            .arg(ownerName(record.users, entry.uid), -8)
            .arg(ownerName(record.groups, entry.gid), -8)
            .arg(entry.type == format::FileType::File ? console::byteSize(ByteCount(entry.size)) : QString(), 10)
            .arg(console::localTime(wallTime(entry.modified)), shownPath(shown, entry));
    if (entry.has(format::DirectoryEntry::Inconsistent))
        line += QStringLiteral("  (changed while it was read)");
    if (entry.has(format::DirectoryEntry::Carried))
        line += QStringLiteral("  (could not be read; as in an earlier point)");
    return line;
}

/// False: no more rows are wanted.
bool print(const engine::PointReader &point, const QByteArray &path, const QByteArray &shown,
           const format::DirectoryEntry &entry, Listing &listing)
{
    return listing.isJson() ? listing.row(entryToJson(path, entry)) : listing.row(toLine(shown, entry, point.record()));
}

Status listSelected(const engine::PointReader &point, Listing &listing)
{
    for (const auto &path : point.record().selection) {
        const auto entry = point.find(path);
        if (!entry && entry.error().kind() == ErrorKind::NotFound)
            continue; // it was selected, and did not exist
        if (!entry)
            return fail(entry.error());
        if (!print(point, path, path, entry->entry, listing))
            break;
    }
    return {};
}

Status listPath(const engine::PointReader &point, const QByteArray &path, Listing &listing)
{
    const auto folder = TRY(point.find(path));
    if (!folder.entry.isDirectory()) {
        print(point, folder.path, folder.path, folder.entry, listing);
        return {};
    }
    auto cursor = point.list(folder);
    while (TRY(cursor.next())) {
        const auto &name = cursor.entry().name;
        if (!print(point, engine::pathIn(folder.path, name), name, cursor.entry(), listing))
            break;
    }
    return {};
}

} // namespace

Result<int> listFolder(CommandContext &context)
{
    const auto reading = TRY(ReadingSession::connect(context));
    const auto summary = TRY(engine::choosePoint(reading->service(), context.arguments.text(QStringLiteral("point"))));
    const auto point = TRY(engine::PointReader::open(reading->service(), reading->nodes(), summary.id));
    std::optional<QByteArray> path;
    if (const auto typed = context.arguments.positional(QStringLiteral("PATH")); !typed.isEmpty())
        path = TRY(choosePath(typed, lookupIn(point)));
    Listing listing(context.output(), QStringLiteral("entries"), context.limit());
    const auto listed = path ? listPath(point, *path, listing) : listSelected(point, listing);
    return listing.finish(listed, {{QStringLiteral("point"), qint64(summary.id.value)}});
}

} // namespace backspool::cli
