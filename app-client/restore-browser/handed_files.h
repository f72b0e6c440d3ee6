#pragma once
/// Files that are given to other programs, by drag and drop or through the clipboard: copies in a private folder of
/// their own, there before anybody is told of them.
///
/// Who takes them reads them later, and says to nobody when that is done. So they stay for a day, and go when others
/// are made, or the browser opens, after that.
#include "core/clock.h"
#include "core/result.h"

#include <QList>
#include <QMimeData>
#include <QString>
#include <QUrl>

#include <memory>

namespace backspool::browser {

/// A program that has not taken them by then has been forgotten.
constexpr std::chrono::hours kHandedTime{24};

/// In the user's cache: on the disk, not in memory, and where nobody else looks.
QString handedFilesFolder();

/// A new folder in @p parent, which is made where it is missing; for this user only. Errors: Denied, NoSpace, Io.
Result<QString> makeHandedFolder(const QString &parent);

/// Removes the folders in @p parent that were made more than kHandedTime before @p now. Blocks.
void removeOldHandedFolders(const QString &parent, WallTime now);
/// The same, of those in handedFilesFolder(), now, and in the background.
void clearHandedFolders();
/// Removes it, with what is read-only in it. Blocks.
void removeHandedFolder(const QString &folder);
/// The same, in the background.
void removeHandedFolderLater(const QString &folder);

/// What is in @p folder, sorted. Blocks.
QByteArrayList handedPaths(const QString &folder);

/// @p paths as file managers take them: the standard's list of URLs; GNOME's own list, which says that they are to be
/// copied; and plain paths, for terminals and fields.
std::unique_ptr<QMimeData> mimeDataOf(const QByteArrayList &paths);

} // namespace backspool::browser
