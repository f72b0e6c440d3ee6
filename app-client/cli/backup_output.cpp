#include "cli/backup_output.h"

#include "cli/skipped_files.h"
#include "console/human.h"
#include "console/report.h"

#include <QDateTime>

namespace backspool::cli {

namespace {

void printFiles(const QJsonObject &report)
{
    const auto skipped = report[QStringLiteral("skipped")].toArray();
    for (const auto &file : skipped)
        printSkipped(pathFrom(file.toObject(), QStringLiteral("path")), file[QStringLiteral("reason")].toString());
    const auto failures = report[QStringLiteral("command_failures")].toArray();
    for (const auto &failure : failures)
        console::printWarning(console::printableText(failure[QStringLiteral("text")].toString()));
    const auto groups = report[QStringLiteral("groups")].toArray();
    for (const auto &group : groups) {
        const QString reason = group[QStringLiteral("reason")].toString();
        if (!reason.isEmpty())
            console::printWarning(QStringLiteral("inconsistent %1: %2")
                                      .arg(console::printablePath(pathFrom(group.toObject(), QStringLiteral("path"))),
                                           console::printableText(reason)));
    }
    const auto more = report[QStringLiteral("files_skipped")].toInteger() - skipped.size();
    if (more > 0)
        console::printWarning(QStringLiteral("... and %1 more").arg(console::count(uint64_t(more))));
    const auto dropped = report[QStringLiteral("dropped")].toArray();
    for (const auto &file : dropped)
        console::printNote(QStringLiteral("no longer in the point: %1: %2")
                               .arg(console::printablePath(pathFrom(file.toObject(), QStringLiteral("path"))),
                                    console::printableText(file[QStringLiteral("reason")].toString())));
}

} // namespace

void printBackup(const QJsonObject &report)
{
    printFiles(report);
    const auto number = [&](const char *key) { return report[QLatin1StringView(key)].toInteger(); };
    const auto count = [&](const char *key) { return console::count(uint64_t(number(key))); };
    const auto size = [&](const char *key) { return console::byteSize(number(key)); };
    const auto started = QDateTime::fromString(report[QStringLiteral("started")].toString(), Qt::ISODateWithMs);
    console::printLine(QStringLiteral("Point %1 of %2: %3 files (%4) in %5 folders")
                           .arg(number("point"))
                           .arg(console::localTime(fromUnixSeconds(started.toSecsSinceEpoch())), count("files"),
                                size("bytes"), count("directories")));
    QStringList parts = {QStringLiteral("%1 new").arg(count("files_new")),
                         QStringLiteral("%1 modified").arg(count("files_modified")),
                         QStringLiteral("%1 known to the service").arg(count("files_redundant")),
                         QStringLiteral("%1 unchanged").arg(count("files_unchanged")),
                         QStringLiteral("%1 deleted").arg(count("files_deleted"))};
    if (number("files_skipped") > 0)
        parts += QStringLiteral("%1 skipped").arg(count("files_skipped"));
    if (number("files_left_out") > 0)
        parts += QStringLiteral("%1 left out for size or age").arg(count("files_left_out"));
    if (number("files_inconsistent") > 0)
        parts += QStringLiteral("%1 changed while they were read").arg(count("files_inconsistent"));
    console::printLine(QStringLiteral("  ") + parts.join(QStringLiteral(", ")));
    const std::chrono::duration<double> time(report[QStringLiteral("seconds")].toDouble());
    console::printLine(QStringLiteral("  read %1, sent %2, in %3")
                           .arg(size("bytes_read"), size("bytes_sent"),
                                console::duration(std::chrono::duration_cast<std::chrono::nanoseconds>(time))));
}

} // namespace backspool::cli
