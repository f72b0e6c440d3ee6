#pragma once
/// The machine itself: processors, firmware, kernel, make.
#include <QByteArray>
#include <QJsonObject>

namespace backspool::engine {

/// @p root stands before the paths that are read. What cannot be read is not in it.
QJsonObject describeComputer(const QByteArray &root);

} // namespace backspool::engine
