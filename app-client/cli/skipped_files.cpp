#include "cli/skipped_files.h"

#include "console/human.h"
#include "console/json_output.h"
#include "console/report.h"

namespace backspool::cli {

QJsonObject skippedToJson(const QByteArray &path, const QString &reason)
{
    QJsonObject object;
    console::putPath(object, QStringLiteral("path"), path);
    object[QStringLiteral("reason")] = reason;
    return object;
}

void printSkipped(const QByteArray &path, const QString &reason)
{
    console::printWarning(
        QStringLiteral("skipped %1: %2").arg(console::printablePath(path), console::printableText(reason)));
}

} // namespace backspool::cli
