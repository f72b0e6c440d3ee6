#pragma once
/// Makes a point out of what a session sent: checks every name that it introduces, publishes, commits.
#include "catalogue/catalogue.h"
#include "points/lease_registry.h"
#include "points/version_trust.h"
#include "redundancy/rfe_index.h"
#include "store/object_store.h"

namespace backspool::points {

/// Says whether a session may refer to an object that is not of its base: it sent it, or has proven to hold it.
using IsGranted = std::function<bool(const ObjectName &)>;

/// What is checked of the trees @p root and @p hints against the base of @p lease: every node that the base does not have is read
/// and parsed; every name in it is in the base's same place, or granted, or below a granted node; exists in the store; versions are
/// trusted for the client. @p newFile is called for each file entry that the base does not have.
/// Errors: Invalid (names the path and what is wrong), Damaged, Io.
Status checkPoint(const store::ObjectStore &store, VersionTrust &trust, const Lease &lease, const ObjectName &root,
                  const ObjectName &hints, const IsGranted &isGranted,
                  const std::function<void(QByteArrayView name, const format::DirectoryEntry &)> &newFile);

/// The parts that a commit works on.
struct CommitContext
{
    store::ObjectStore &store;
    catalogue::Catalogue &catalogue;
    redundancy::RfeIndex &rfe;
    VersionTrust &trust;
    std::mutex &commitMutex; ///< held while a point or a reclaim is committed: one changes what the other checked
};

/// checkPoint(), then publishes the writer's containers with @p record and commits the catalogue's transaction. The point exists
/// when this returns. Errors: those of checkPoint(), NoSpace, Io: then nothing is left of the point, the data stays for the next try.
Result<catalogue::PointRow> commitPoint(const CommitContext &context, store::SessionWriter &writer, const Lease &lease,
                                        const format::PointRecord &record, const IsGranted &isGranted);

} // namespace backspool::points
