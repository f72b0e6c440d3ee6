#pragma once
/// Point records as they lie in DTFs.
#include "points/point_commit.h"

namespace backspool::points {

/// A point record in a DTF that no point of the catalogue names: its point was forgotten, or its commit failed after
/// the DTF was published. A rebuild would make a point of it, unless the state object says that it is forgotten.
struct RecordWithoutPoint
{
    PointId point;
    LeaseId lease;
    ContainerId container;
};

struct RecordsWithoutPoint
{
    std::vector<RecordWithoutPoint> records;
    bool isComplete = true; ///< false: a DTF could not be read
};

/// Reads the last block of each DTF that no point names. Records of sessions that are committing right now are among
/// them: the caller knows the leases.
Result<RecordsWithoutPoint> recordsWithoutPoint(const CommitContext &context);

/// The record in the container, if there is one. Errors: Damaged, Io.
Result<std::optional<format::PointRecord>> readPointRecord(const store::ObjectStore &store, ContainerId container,
                                                           const format::ContainerIndex &index);

} // namespace backspool::points
