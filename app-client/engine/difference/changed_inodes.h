#pragma once
/// Finds files that the write log knows by their number only: other names of one that has got a new link, and what a
/// process of another mount name space has open.
#include "difference/tree_cache.h"
#include "watch/changed_set.h"

namespace backspool::engine {

/// Adds the places where the last point has such files to @p changes. Reads the whole cached tree, if there are any.
/// Errors: TreeCache::read()'s.
Status addPlacesOfInodes(const TreeCache &cache, ChangedSet &changes);

} // namespace backspool::engine
