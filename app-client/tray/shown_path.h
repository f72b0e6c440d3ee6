#pragma once
/// Paths that other programs ask to be shown.
#include <QByteArray>
#include <QString>

namespace backspool::tray {

/// @p path as backups have it: absolute, without links in the folders that lead to it; of a "file:" URL, its path. With
/// "/" at its end, what is in it is meant: where it had that, and where it is a folder, since Dolphin says no more of a
/// click on the background of one. The file itself need not be there any more.
QByteArray shownPath(const QString &path);

} // namespace backspool::tray
