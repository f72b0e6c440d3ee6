#pragma once
/// What is mounted where, of what lasts: file systems on disks and of the network.
#include <QByteArray>
#include <QJsonArray>

namespace backspool::engine {

/// @p mountinfo: as /proc/PID/mountinfo. Sorted by the place; numbers of this boot are left out.
QJsonArray mountTable(const QByteArray &mountinfo);

} // namespace backspool::engine
