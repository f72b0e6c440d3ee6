#include "cli/entry_output.h"
#include "cli/listing.h"
#include "cli/point_path.h"
#include "cli/session.h"
#include "console/human.h"
#include "read/point_diff.h"

namespace backspool::cli {

namespace {

QString toLine(const engine::PointChange &change)
{
    if (!change.before)
        return QStringLiteral("+ ") + shownPath(change.path, *change.after);
    if (!change.after)
        return QStringLiteral("- ") + shownPath(change.path, *change.before);
    QString line = QStringLiteral("~ ") + shownPath(change.path, *change.after);
    if (!change.content)
        line += QStringLiteral("  (metadata)");
    else if (change.before->type != change.after->type)
        line += QStringLiteral("  (%1 before)").arg(typeName(change.before->type));
    else if (change.before->size != change.after->size)
        line += QStringLiteral("  (%1, before %2)")
                    .arg(console::byteSize(ByteCount(change.after->size)),
                         console::byteSize(ByteCount(change.before->size)));
    return line;
}

QJsonObject toJson(const engine::PointChange &change)
{
    QJsonObject row;
    row[QStringLiteral("change")] = !change.before  ? QStringLiteral("added")
                                    : !change.after ? QStringLiteral("removed")
                                                    : QStringLiteral("changed");
    console::putPath(row, QStringLiteral("path"), change.path);
    if (change.before && change.after) {
        row[QStringLiteral("content")] = change.content;
        row[QStringLiteral("metadata")] = change.metadata;
    }
    if (change.before)
        row[QStringLiteral("before")] = entryToJson(change.path, *change.before);
    if (change.after)
        row[QStringLiteral("after")] = entryToJson(change.path, *change.after);
    return row;
}

} // namespace

Result<int> diff(CommandContext &context)
{
    const auto &arguments = context.arguments;
    const auto reading = TRY(ReadingSession::connect(context));
    const auto open = [&](const QString &name) -> Result<engine::PointReader> {
        const auto summary = TRY(engine::choosePoint(reading->service(), arguments.positionalText(name)));
        return engine::PointReader::open(reading->service(), reading->nodes(), summary.id);
    };
    const auto before = TRY(open(QStringLiteral("P1")));
    const auto after = TRY(open(QStringLiteral("P2")));
    const auto inEither = [&](const QByteArray &at) -> Result<std::optional<format::DirectoryEntry>> {
        auto found = TRY(lookupIn(after)(at));
        return found ? found : TRY(lookupIn(before)(at));
    };
    QByteArray path = QByteArrayLiteral("/");
    if (const auto typed = arguments.positional(QStringLiteral("PATH")); !typed.isEmpty())
        path = TRY(choosePath(typed, inEither));
    Listing listing(context.output(), QStringLiteral("changes"), context.limit());
    const auto compared =
        engine::diffPoints(reading->nodes(), before, after, path, context.stop.token(),
                           [&](const engine::PointChange &change) -> Result<bool> {
                               return listing.isJson() ? listing.row(toJson(change)) : listing.row(toLine(change));
                           });
    return listing.finish(compared, {{QStringLiteral("before"), qint64(before.record().point.value)},
                                     {QStringLiteral("after"), qint64(after.record().point.value)}});
}

} // namespace backspool::cli
