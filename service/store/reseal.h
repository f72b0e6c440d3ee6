#pragma once
/// Saves what is whole in a container that was not finished, by writing it anew as another container.
///
/// It is not carried on as it is: blocks that a crash has taken away, or that were cut, had counters, and a counter
/// used again with other content would give the seal away (a nonce of AES-GCM is for one content). A new container
/// has a new id, so a key of its own.
#include "store/store_parts.h"

namespace backspool::store {

/// Puts a published container in the place of the staged one @p old and removes that. Calls @p indexed with the new
/// container before the old one ends. Returns the new one's row; nullopt when nothing was whole in the old one.
/// @p known is what the old one's writer knows of it (null after a crash: then its blocks are scanned).
/// Left out: a point record (its commit did not happen) and version records whose names nobody knows any more (the
/// client sends them again: they are small).
/// Errors: NoSpace, Io, the catalogue's; the old container then stays as it is.
Result<std::optional<catalogue::ContainerRow>>
reseal(StoreParts &parts, const catalogue::ContainerRow &old, const format::ContainerIndex *known,
       const std::function<void(const catalogue::ContainerRow &, const format::ContainerIndex &)> &indexed);

} // namespace backspool::store
