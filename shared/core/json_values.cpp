#include "core/json_values.h"

#include <QDateTime>
#include <QTimeZone>

namespace backspool {

QString isoTime(WallTime time)
{
    if (time == WallTime{})
        return {};
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::UTC).toString(Qt::ISODateWithMs);
}

QJsonObject errorToJson(const Error &error)
{
    return {{QStringLiteral("kind"), errorKindName(error.kind())}, {QStringLiteral("text"), error.text()}};
}

Error errorFromJson(const QJsonObject &object)
{
    const QString kind = object[QStringLiteral("kind")].toString();
    const QString text = object[QStringLiteral("text")].toString();
    for (const auto known :
         {ErrorKind::NotFound, ErrorKind::Exists, ErrorKind::Damaged, ErrorKind::Invalid, ErrorKind::Denied,
          ErrorKind::NoSpace, ErrorKind::Unreachable, ErrorKind::Busy, ErrorKind::Cancelled, ErrorKind::Unsupported}) {
        if (kind == errorKindName(known))
            return {known, text};
    }
    return {ErrorKind::Io, text};
}

void putPath(QJsonObject &object, const QString &key, QByteArrayView path)
{
    object[key] = QString::fromUtf8(path);
    if (!path.isValidUtf8())
        object[key + QStringLiteral("_base64")] = QString::fromLatin1(path.toByteArray().toBase64());
}

QByteArray pathFrom(const QJsonObject &object, const QString &key)
{
    const auto bytes = object[key + QStringLiteral("_base64")];
    return bytes.isString() ? QByteArray::fromBase64(bytes.toString().toLatin1()) : object[key].toString().toUtf8();
}

} // namespace backspool
