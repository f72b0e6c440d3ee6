#pragma once
/// Paths in the cached tree of the last point.
#include "difference/tree_cache.h"

namespace backspool::engine {

/// Whether the point that @p cache describes has something at @p path, which is absolute and normalised. Reads a record
/// for each folder on the way. REQUIRES: the cache is not empty. Errors: Damaged.
Result<bool> hasPath(const TreeCache &cache, const QByteArray &path);

} // namespace backspool::engine
