#pragma once
/// Files that a job left out, each with its reason, as both programs' users read them.
#include <QByteArray>
#include <QJsonArray>
#include <QString>

namespace backspool::cli {

/// {"path", "path_base64"?, "reason"}
QJsonObject skippedToJson(const QByteArray &path, const QString &reason);
/// "skipped PATH: reason" on stderr.
void printSkipped(const QByteArray &path, const QString &reason);

} // namespace backspool::cli
