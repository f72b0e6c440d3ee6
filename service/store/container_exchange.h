#pragma once
/// Containers that take the place of others: in one transaction of the catalogue, then on the disk.
#include "store/store_parts.h"

namespace backspool::store {

/// @p added become Published, @p removed are no longer part of the store and their files go; what cannot be removed now
/// is removed at the next start. Errors: the catalogue's (then nothing has changed).
Status exchangeContainers(StoreParts &parts, const std::vector<catalogue::ContainerRow> &added,
                          const std::vector<ContainerId> &removed,
                          const std::vector<std::pair<PointId, ContainerId>> &movedPoints);

/// Removes the files of a container in state Removing, then its row.
Status finishRemoval(StoreParts &parts, const catalogue::ContainerRow &row);

} // namespace backspool::store
