#pragma once
/// Containers that take the place of others: in one transaction of the catalogue, then, which takes longer, on the
/// disk.
#include "store/store_parts.h"

namespace backspool::store {

/// @p added become Published, @p removed are no longer part of the store: their rows are returned, in state Removing,
/// for removeFiles(). Errors: the catalogue's (then nothing has changed).
Result<std::vector<catalogue::ContainerRow>>
exchangeContainers(StoreParts &parts, const std::vector<catalogue::ContainerRow> &added,
                   const std::vector<ContainerId> &removed,
                   const std::vector<std::pair<PointId, ContainerId>> &movedPoints);

/// Removes the files of containers in state Removing; what cannot be removed now is removed at the next start.
void removeFiles(StoreParts &parts, const std::vector<catalogue::ContainerRow> &removed);

/// Removes the files of a container in state Removing, then its row.
Status finishRemoval(StoreParts &parts, const catalogue::ContainerRow &row);

} // namespace backspool::store
