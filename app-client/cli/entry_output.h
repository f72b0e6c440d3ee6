#pragma once
/// Entries of points as people and programs read them.
#include "core/clock.h"
#include "format/point_record.h"

#include <QJsonObject>

namespace backspool::cli {

/// "drwxr-xr-x"
QString modeText(const format::DirectoryEntry &entry);
/// "file", "directory", "link", "fifo", "socket", "character-device", "block-device"
QString typeName(format::FileType type);
WallTime wallTime(const format::FileTime &time);
/// With nanoseconds: "2026-11-20T13:00:05.123456789Z".
QString isoFileTime(const format::FileTime &time);
/// The name of the owner as the point knows it, else the number.
QString ownerName(const std::map<uint32_t, QByteArray> &names, uint32_t id);

/// {"path", "path_base64"?, "type", "size", "modified", "mode", "uid", "gid", "target"?, "inconsistent"?, "carried"?}
QJsonObject entryToJson(const QByteArray &path, const format::DirectoryEntry &entry);
/// The printable path, with "/" after a folder and " -> target" after a link.
QString shownPath(const QByteArray &path, const format::DirectoryEntry &entry);

} // namespace backspool::cli
