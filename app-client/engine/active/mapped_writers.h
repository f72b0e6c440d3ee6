#pragma once
/// Files that a program writes to through memory. Such writes move no time stamp (but for the first after each time
/// that the kernel has written the page back), so that a file can change under the eyes of who reads it.
#include "files/file_status.h"

#include <span>

namespace backspool::engine {

/// Some process has one of @p files mapped, shared and for writing. Of processes that this one may not look into
/// nothing is known: they are of other users, and this one is not root.
bool isMappedForWriting(std::span<const FileStatus> files);

} // namespace backspool::engine
