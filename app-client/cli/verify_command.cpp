#include "cli/session.h"
#include "cli/skipped_files.h"
#include "console/human.h"
#include "console/json_output.h"
#include "console/progress_bar.h"
#include "read/point_verify.h"

namespace backspool::cli {

namespace {

void print(const engine::PointVerifyReport &report, const protocol::PointSummary &point)
{
    for (const auto &damage : report.damages)
        console::printNote(QStringLiteral("damaged %1: %2")
                               .arg(console::printablePath(damage.path), console::printableText(damage.reason)));
    if (report.damageCount > report.damages.size())
        console::printNote(
            QStringLiteral("... and %1 more").arg(console::count(report.damageCount - report.damages.size())));
    const QString read = QStringLiteral("%1 files (%2) of point %3 of %4")
                             .arg(console::count(report.files), console::byteSize(ByteCount(report.bytes)))
                             .arg(point.id.value)
                             .arg(console::localTime(point.started));
    if (report.damageCount == 0)
        console::printLine(QStringLiteral("Verified: %1 were read back, and every byte is right.").arg(read));
    else
        console::printLine(QStringLiteral("Verified: %1 were read back and are right. %2 are damaged.")
                               .arg(read, console::count(report.damageCount)));
}

QJsonObject toJson(const engine::PointVerifyReport &report, const protocol::PointSummary &point)
{
    QJsonArray damages;
    for (const auto &damage : report.damages)
        damages.append(skippedToJson(damage.path, damage.reason));
    return {{QStringLiteral("point"), qint64(point.id.value)},
            {QStringLiteral("verified"), report.damageCount == 0},
            {QStringLiteral("files"), qint64(report.files)},
            {QStringLiteral("directories"), qint64(report.directories)},
            {QStringLiteral("bytes_read"), qint64(report.bytes)},
            {QStringLiteral("damages"), qint64(report.damageCount)},
            {QStringLiteral("damaged"), damages}};
}

} // namespace

Result<int> verify(CommandContext &context)
{
    const auto started = std::chrono::steady_clock::now();
    const auto reading = TRY(ReadingSession::connect(context));
    const auto summary = TRY(engine::choosePoint(reading->service(), context.arguments.text(QStringLiteral("point"))));
    const auto point = TRY(engine::PointReader::open(reading->service(), reading->nodes(), summary.id));
    console::ProgressBar progress(QStringLiteral("Verifying"), QStringLiteral("files"),
                                  console::progressForm(context.output()));
    const auto report = TRY(
        engine::verifyPoint(reading->fetcher(), reading->session().verifier(), point, progress, context.stop.token()));
    progress.finish();
    if (context.isJson()) {
        auto object = toJson(report, summary);
        object[QStringLiteral("bytes_received")] = qint64(reading->session().connection().wireCount().received);
        object[QStringLiteral("seconds")] =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        console::printJson(object);
    } else {
        print(report, summary);
    }
    return report.damageCount > 0 ? console::Failed : console::Done;
}

} // namespace backspool::cli
