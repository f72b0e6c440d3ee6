#include "appliance/forgotten_points.h"

#include "points/point_records.h"

#include <algorithm>

namespace backspool::appliance {

using catalogue::ContainerRow;
using catalogue::ContainerState;

Status listStrayRecords(StateKeeper &states, const points::CommitContext &context, const points::LeaseRegistry &leases)
{
    const auto found = TRY(points::recordsWithoutPoint(context));
    const auto forgotten = states.state().forgotten;
    std::vector<PointId> strays;
    for (const auto &record : found.records) {
        // In this order: a session that was committing then has its lease still, or its point by now, or failed.
        if (forgotten.contains(record.point) || leases.isActive(record.lease) ||
            TRY(context.catalogue.point(record.point)))
            continue;
        strays.push_back(record.point);
    }
    if (strays.empty())
        return {};
    return states.change([&](trust::State &next) -> Status {
        next.forgotten.insert(strays.begin(), strays.end());
        return {};
    });
}

Status dropGoneRecords(StateKeeper &states, const points::CommitContext &context)
{
    // What is being removed may still be on the disk, and a rebuild would find it.
    const auto isLeaving = [](const ContainerRow &row) {
        return row.state != ContainerState::Published && row.kind == format::ContainerKind::Dtf;
    };
    if (std::ranges::any_of(TRY(context.catalogue.containers()), isLeaving))
        return {};
    const auto found = TRY(points::recordsWithoutPoint(context));
    if (!found.isComplete)
        return {};
    std::set<PointId> present;
    for (const auto &record : found.records)
        present.insert(record.point);
    std::vector<PointId> gone;
    std::ranges::set_difference(states.state().forgotten, present, std::back_inserter(gone));
    if (gone.empty())
        return {};
    return states.change([&](trust::State &next) -> Status {
        for (const auto point : gone)
            next.forgotten.erase(point);
        return {};
    });
}

} // namespace backspool::appliance
