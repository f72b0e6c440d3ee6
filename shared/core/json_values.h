#pragma once
/// How times, paths and errors stand in JSON for other programs.
#include "core/clock.h"
#include "core/error.h"

#include <QByteArrayView>
#include <QJsonObject>

namespace backspool {

/// "2026-11-20T14:00:00.123Z"; empty for none (the epoch).
QString isoTime(WallTime time);

/// {"kind": "not-found", "text": "..."}
QJsonObject errorToJson(const Error &error);
/// As errorToJson() has put it; Io where the kind is another.
Error errorFromJson(const QJsonObject &object);

/// Sets @p key to the path as UTF-8; and KEY_base64 to its bytes, only where UTF-8 would lose something.
void putPath(QJsonObject &object, const QString &key, QByteArrayView path);
/// The path as putPath() has put it; empty where there is none.
QByteArray pathFrom(const QJsonObject &object, const QString &key);

} // namespace backspool
