#pragma once
/// Which file system a file lies on, told apart over reboots and device renumbering.
#include "format/hint.h"

namespace backspool::engine {

/// The file system's UUID; where the kernel has none to give, what statfs() calls its id.
format::FileSystemId fileSystemId(int file);
/// proc, sysfs and their like: nothing in them can be backed up or restored. Mounted points (backspool-agent mount) as
/// well: they would be backed up into the next point, and all of them again into the one after it.
bool isPseudoFileSystem(int file);
/// It lies on another computer, or brings one here (autofs).
bool isRemoteFileSystem(int file);

} // namespace backspool::engine
