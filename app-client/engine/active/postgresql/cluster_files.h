#pragma once
/// Which files of a PostgreSQL data folder a backup of it holds (PostgreSQL manual, "Making a Base Backup Using the Low
/// Level API" and "Backing Up the Data Directory"). Paths are relative to the data folder.
#include <QByteArray>

namespace backspool::engine {

/// Files that only the backup has: the server says what is in them when it ends.
inline constexpr QByteArrayView kBackupLabel = "backup_label";
inline constexpr QByteArrayView kTablespaceMap = "tablespace_map";

/// Not in a backup: what belongs to the server that runs, and temporary files.
bool isLeftOutOfCluster(QByteArrayView folder, QByteArrayView name);
/// A folder that is in a backup without what is in it: it holds only what a server has while it runs.
bool isEmptiedInCluster(QByteArrayView folder);
/// The server's state, which it rewrites in place: to be read as it was between two writes.
bool isControlFile(QByteArrayView folder, QByteArrayView name);
/// The folder of the write-ahead log, which is read when the backup's end is known.
bool isWalFolder(QByteArrayView folder);
/// No server needs it to start: its log in words. A backup is whole without.
bool isSpareInCluster(QByteArrayView folder, QByteArrayView name);

} // namespace backspool::engine
