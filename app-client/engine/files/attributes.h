#pragma once
/// Extended attributes: POSIX ACLs, capabilities and security labels are among them.
#include "core/result.h"
#include "format/directory_entry.h"

namespace backspool::engine {

/// Attributes of @p name in @p folder (not of what a link points to), sorted by name. None where the file system has
/// none. Errors: Io, Denied.
Result<std::vector<format::Attribute>> readAttributes(int folder, const QByteArray &name);
/// Of an open folder or file itself.
Result<std::vector<format::Attribute>> readAttributesOf(int file);

} // namespace backspool::engine
