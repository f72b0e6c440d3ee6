#include "points/point_records.h"

#include "core/logging.h"

namespace backspool::points {

using format::BlockKind;
using format::ObjectKind;
using format::PointRecord;

Result<std::optional<PointRecord>> readPointRecord(const store::ObjectStore &store, ContainerId container,
                                                   const format::ContainerIndex &index)
{
    if (index.blocks.empty() || index.blocks.back().kind != BlockKind::Point)
        return std::nullopt;
    const store::ObjectLocation location{container, {index.blocks.back().offset, 0}, ObjectKind::Point};
    const auto block = TRY(store.readObjects(location));
    if (block.count() == 0)
        return std::nullopt;
    return TRY(PointRecord::decode(block.object(0)));
}

Result<RecordsWithoutPoint> recordsWithoutPoint(const CommitContext &context)
{
    // Containers first: a point that is committed in between is then known, not taken for one that is not.
    const auto containers = context.store.containers();
    std::unordered_set<ContainerId> named;
    for (const auto &point : TRY(context.catalogue.points(std::nullopt)))
        named.insert(point.dtf);
    RecordsWithoutPoint found;
    for (const auto &container : containers) {
        if (container.kind != format::ContainerKind::Dtf || named.contains(container.id))
            continue;
        const auto index = context.store.containerIndex(container.id);
        const auto record = index ? readPointRecord(context.store, container.id, *index)
                                  : Result<std::optional<PointRecord>>(std::unexpected(index.error()));
        if (!record) {
            qCWarning(logStore, "A point record cannot be read: %ls", qUtf16Printable(record.error().text()));
            found.isComplete = false;
        } else if (*record) {
            found.records.push_back({(*record)->point, (*record)->lease, container.id});
        }
    }
    return found;
}

} // namespace backspool::points
