#pragma once
/// What an entry of the last point says of its file's content, read without the rest of it: it is asked for each of the
/// millions of unchanged files.
#include "format/directory_entry.h"

#include <optional>

namespace backspool::engine {

struct CachedStatus
{
    format::FileType type = format::FileType::File;
    uint8_t flags = 0; ///< format::DirectoryEntry's
    format::FileTime modified;
    uint64_t size = 0; ///< files
};

/// Nothing when the bytes are no entry.
std::optional<CachedStatus> cachedStatus(QByteArrayView entry);

} // namespace backspool::engine
