#pragma once
/// Everything of one data directory, opened: key, state, catalogue, store, indexes, leases. The listener, the command
/// line and the tests work on this.
#include "points/point_commit.h"
#include "points/rebuild.h"
#include "points/reclaim.h"
#include "trust/key_file.h"
#include "trust/state_object.h"

namespace backspool::appliance {

/// service.json in the data directory; every value has a default.
struct Settings
{
    ByteCount reserve = 1_GiB;          ///< free space below which backups are refused
    uint32_t window = 32 * 1024 * 1024; ///< BackupGranted::window, bytes
    ByteCount containerSize = format::kContainerSize;
    QString listen = QStringLiteral("127.0.0.1:7411");
    bool announce = true; ///< by DNS-SD, where others reach it
    uint32_t threads = 0; ///< 0: one for each core
    /// Further ones are told to come again. Each may hold a frame of 9 MiB that is being received (Limits of
    /// docs/protocol.md), and more of them at once make each slower, none of them done sooner.
    uint32_t backupsAtOnce = 4;
    /// A missing file: the defaults. Errors: Invalid (names line, field and reason), Io.
    static Result<Settings> load(const QString &file);
};

struct ApplianceOptions
{
    QString dataFolder;
    Settings settings;
    /// Tests give other ones; the appliance does not own them. The disk is that of store/ and index/; lock, key and
    /// catalogue are the operating system's in any case.
    store::Disk *disk = nullptr;
    const Clock *clock = nullptr;
    catalogue::DatabaseOptions database; ///< empty name: catalogue.sqlite in the data folder
};

/// Thread-safe once opened.
class Appliance
{
public:
    /// Opens the data directory; makes a new one when the folder is empty or absent (key, authority, state, catalogue).
    /// Takes the directory's lock: Busy when another process has it. isNew() tells the first start.
    /// Errors also: NotFound (a store without its key: it is to be imported), Damaged (the catalogue is lost or was not
    /// rebuilt to the end: rebuild()), Invalid (key, store and catalogue are not of one repository).
    static Result<std::unique_ptr<Appliance>> open(const ApplianceOptions &options);
    /// The catalogue emptied and filled again from the store; one that cannot be opened is set aside first. Stopped in
    /// between, it must be run again. Errors: Busy (the service runs), NotFound (no key), Damaged (no whole state
    /// object).
    static Result<points::RebuildReport> rebuild(const ApplianceOptions &options, ProgressSink &progress,
                                                 const CancelToken &cancel);
    ~Appliance();

    bool isNew() const;
    const Settings &settings() const;
    const QString &dataFolder() const;
    const trust::RepositoryKey &key() const;
    codec::SecretKey domainSecret() const;
    trust::Authority authority() const;
    trust::CertifiedKey serverCertificate() const;
    const Clock &clock() const;
    catalogue::Catalogue &catalogue();
    store::ObjectStore &store();
    redundancy::RfeIndex &rfe();
    points::LeaseRegistry &leases();
    points::VersionTrust &trust();
    points::CommitContext commitContext();

    /// Numbers never given before, nor after a rebuild: the state object is kept ahead of them.
    /// (Catalogue::reserve...() alone knows nothing of it.)
    Result<PointId> reservePointId();
    Result<LeaseId> reserveLeaseId();

    // What changes the state object too: clients and forgotten points. Each is durable in both when it returns. The
    // state object goes first where that makes the stricter rule: after a crash in between, open() follows it.
    /// A new client or, with @p replace, a new code for an existing one. Errors: Exists, NotFound, Invalid (name).
    Result<catalogue::ClientRow> addClient(const QString &name, bool replace);
    /// Binds a certificate to a client; the one before is refused from now on.
    Status setCertificate(ClientId client, const QByteArray &certificateDer);
    Status revokeClient(const QString &name);
    /// NotFound: none is forgotten.
    Status forgetPoints(const std::vector<PointId> &points);

    // The policy that all clients get (docs/policy.md).
    /// Empty @p content: there is none any more. REQUIRES: it is a good policy. Errors: Invalid (too long).
    Result<trust::PolicyVersion> setPolicy(const QByteArray &content);
    trust::PolicyVersion policy() const;
    /// The last sixteen, the oldest first; the last of them is policy().
    std::vector<trust::PolicyVersion> policies() const;

    /// Busy: another one is under way.
    Result<points::ReclaimReport> reclaim(bool dryRun, ProgressSink &progress, const CancelToken &cancel);

private:
    struct Private;
    explicit Appliance(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::appliance
