#pragma once
/// Reads what a container says of itself, and whether it is true.
#include "store/store_parts.h"

namespace backspool::store {

/// The index of a container: from its end, else from its mirror's, else made anew from its blocks.
/// Errors: NotFound, Io (of the container and its mirror).
Result<format::ContainerIndex> readContainerIndex(StoreParts &parts, const catalogue::ContainerRow &row);

/// See ObjectStore::verifyContainer().
Status verifyContainer(StoreParts &parts, const catalogue::ContainerRow &row,
                       const std::function<bool(uint32_t blockOffset)> &choose,
                       const std::function<void(const format::IndexedObject &, const Error &)> &damaged);

} // namespace backspool::store
