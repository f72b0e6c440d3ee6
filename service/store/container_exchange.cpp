#include "store/container_exchange.h"

#include "core/logging.h"

namespace backspool::store {

using catalogue::ContainerRow;
using catalogue::ContainerState;

Status finishRemoval(StoreParts &parts, const ContainerRow &row)
{
    TRY(parts.files.removeAll(row));
    TRY(parts.catalogue.forgetContainer(row.id));
    parts.table.remove(row.id);
    return {};
}

Result<std::vector<ContainerRow>> exchangeContainers(StoreParts &parts, const std::vector<ContainerRow> &added,
                                                     const std::vector<ContainerId> &removed,
                                                     const std::vector<std::pair<PointId, ContainerId>> &movedPoints)
{
    std::vector<ContainerId> addedIds;
    addedIds.reserve(added.size());
    for (const auto &row : added)
        addedIds.push_back(row.id);
    TRY(parts.catalogue.replaceContainers(addedIds, removed, movedPoints));

    for (auto row : added) {
        row.state = ContainerState::Published;
        parts.table.put(row);
        parts.files.close(row.id);
    }
    std::vector<ContainerRow> gone;
    for (const auto id : removed) {
        auto row = parts.table.row(id);
        if (!row)
            continue;
        row->state = ContainerState::Removing;
        parts.table.put(*row);
        gone.push_back(*row);
    }
    return gone;
}

void removeFiles(StoreParts &parts, const std::vector<ContainerRow> &removed)
{
    for (const auto &row : removed) {
        if (const auto gone = finishRemoval(parts, row); !gone)
            qCWarning(logStore, "A container that is no longer needed stays until the next start: %ls",
                      qUtf16Printable(gone.error().text()));
    }
}

} // namespace backspool::store
