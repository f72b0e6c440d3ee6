#pragma once
/// One backup of one client, from its grant to its point (seed: Figure 6): takes blocks in, makes them durable,
/// acknowledges them, commits.
///
/// What holds: a block is acknowledged only when it is durable. When the connection ends without a commit, what came is
/// kept for the client's next try, and the lease ends.
#include "api/backup_registry.h"
#include "api/base_files.h"
#include "api/claims.h"
#include "api/copy_check.h"
#include "api/data_check.h"
#include "api/fingerprints_answer.h"
#include "api/peer.h"
#include "points/version_intake.h"

namespace backspool::api {

/// Who backs up, as the connection knows it.
struct BackupClient
{
    ClientId id;
    QString name;
    std::shared_ptr<ConnectionLife> connection;
};

/// Calls come one after the other, in a pool thread: they block on disk.
class BackupSession
{
public:
    /// Takes a lease and opens a session of the store. Errors: NoSpace, Busy, Io; Cancelled: an older connection of the
    /// client is just ending, ask again in a moment.
    static Result<std::unique_ptr<BackupSession>> begin(const Services &services, const BackupClient &client,
                                                        Peer &peer, const protocol::BeginBackup &request);
    /// What was not committed is published as uncommitted, then the lease ends.
    ~BackupSession();

    const protocol::BackupGranted &granted() const { return granted_; }
    Claims &claims() { return claims_; }
    /// Errors: NotFound (no such file in the base), Damaged, Invalid, Io.
    Result<FingerprintsAnswer> fingerprints(const protocol::GetFingerprints &request);
    Result<protocol::CopiesChecked> checkCopies(const protocol::CheckCopies &request);
    /// The session's lease, for look-ups.
    LeaseId lease() const { return lease_.id; }
    /// Stores one block. Syncs and acknowledges when enough has come. Errors: NoSpace, Io: the session is over.
    Status append(const CheckedBlock &block);
    /// Makes durable what is not, and acknowledges it.
    Status sync();
    /// Makes the point. The session is over afterwards in any case. Errors: those of points::commitPoint().
    Result<protocol::Committed> commit(const protocol::Commit &request);

private:
    class Place;
    BackupSession(const Services &services, const BackupClient &client, Peer &peer, std::unique_ptr<Place> place,
                  points::Lease lease, protocol::BackupGranted granted, const protocol::BeginBackup &request);

    appliance::Appliance &appliance_;
    CommittedTrees &trees_;
    Peer &peer_;
    std::unique_ptr<Place> place_; ///< in the registries; goes after the writer
    const QString clientName_;
    const points::Lease lease_;
    const protocol::BackupGranted granted_;
    const protocol::BeginBackup request_;
    points::SessionGrants grants_;
    Claims claims_;
    BaseFiles baseFiles_;
    points::VersionIntake intake_;
    std::unique_ptr<store::SessionWriter> writer_;
    uint64_t blocks_ = 0; ///< appended
    uint64_t acknowledged_ = 0;
    ByteCount unsynced_ = 0;
};

} // namespace backspool::api
