#pragma once
/// Makes a point out of what a session sent: checks every name that it introduces, publishes, commits.
#include "catalogue/catalogue.h"
#include "points/grants.h"
#include "points/lease_registry.h"
#include "points/version_trust.h"
#include "redundancy/rfe_index.h"
#include "store/object_store.h"

namespace backspool::points {

/// What is checked of the trees @p root and @p hints against the base of @p lease: every node that the base does not
/// have at the same place is read and parsed; each is Sent or Held (grants.h) or of a container of this client, and so
/// is all that it names, or the base has that at the same place (files: anywhere in the same directory). Under a Held
/// node all that exists is accepted. Everything exists, versions are trusted for the client, and counts, sizes, order
/// and names are such that the point can be read.
/// Of the system information the same as of a file's content that the base does not have.
/// @p newFile is called for each file with content that the base does not have as it is.
/// REQUIRES: the lease is active and stays so. Errors: Invalid (names the path and what is wrong), Damaged, Io.
Status checkPoint(const store::ObjectStore &store, VersionTrust &trust, const Lease &lease, const ObjectName &root,
                  const ObjectName &hints, const GrantOf &grantOf,
                  const std::function<void(QByteArrayView name, const format::DirectoryEntry &)> &newFile,
                  const format::FileContent &systemInformation = {});

/// The parts that a commit works on.
struct CommitContext
{
    store::ObjectStore &store;
    catalogue::Catalogue &catalogue;
    redundancy::RfeIndex &rfe;
    VersionTrust &trust;
    std::mutex &commitMutex; ///< held while a point or a reclaim is committed: one changes what the other checked
};

/// checkPoint(), then publishes the writer's containers with @p record and commits the catalogue's transaction. The
/// point exists when this returns. REQUIRES: the lease is active and ends after this has returned; @p record is of the
/// lease's client. Errors: those of checkPoint(), NoSpace, Io: then there is no such point, the data stays for the next
/// try. (A DTF with a record may be left where the catalogue failed: see recordsWithoutPoint() in point_records.h.)
Result<catalogue::PointRow> commitPoint(const CommitContext &context, store::SessionWriter &writer, const Lease &lease,
                                        const format::PointRecord &record, const GrantOf &grantOf);

} // namespace backspool::points
