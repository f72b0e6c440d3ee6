#pragma once
/// Paths that other programs ask to be shown.
#include <QByteArray>
#include <QString>

namespace backspool::tray {

/// @p path as backups have it: absolute, without links in the folders that lead to it; of a "file:" URL, its path. A
/// "/" at its end stays. The file itself need not be there any more.
QByteArray shownPath(const QString &path);

} // namespace backspool::tray
