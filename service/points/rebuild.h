#pragma once
/// Brings the catalogue back from the store: state object, container indexes, point records. Reads indexes and trees
/// only, never data.
#include "core/progress.h"
#include "points/point_commit.h"
#include "trust/state_object.h"

namespace backspool::points {

struct RebuildReport
{
    uint64_t clients = 0;
    uint64_t points = 0;
    uint64_t containers = 0;
    uint64_t bytesRead = 0;
    std::vector<QString> damages; ///< containers that are damaged, each with what is lost
};

/// Step one, before the object store is opened: fills the emptied catalogue with clients (state object), containers
/// (files of the areas) and points (point records of DTFs that are not forgotten).
/// Errors: Damaged when there is no whole state object; Io.
Result<RebuildReport> rebuildCatalogue(store::Disk &disk, const QString &storeFolder,
                                       const codec::SecretKey &repositoryKey, const trust::State &state,
                                       catalogue::Catalogue &catalogue, ProgressSink &progress,
                                       const CancelToken &cancel);

/// Step two, and whenever the RFE index says so: walks the directories of each client's newest points and fills the RFE
/// index.
Status rebuildRfe(const CommitContext &context, const CancelToken &cancel);

} // namespace backspool::points
