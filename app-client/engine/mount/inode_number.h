#pragma once
/// Inode numbers of what is mounted: the same at every mount, and the same for all names of one file.
#include "core/ids.h"
#include "format/hint.h"

namespace backspool::engine {

/// Of the "/" of a point.
uint64_t inodeOfPoint(PointId point);
/// Of @p name in the folder with the number @p folder.
uint64_t inodeOfName(uint64_t folder, QByteArrayView name);
/// Of @p entry, one of the names of the file that had the number @p inode in @p fileSystem. Names under which the point
/// has different things (they changed while the point was made) are different files.
uint64_t inodeOfLinked(PointId point, const format::FileSystemId &fileSystem, uint64_t inode,
                       const format::DirectoryEntry &entry);

} // namespace backspool::engine
