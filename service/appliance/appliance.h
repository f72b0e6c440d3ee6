#pragma once
/// Everything of one data directory, opened: key, state, catalogue, store, indexes, leases. The listener, the command
/// line and the tests work on this.
#include "points/point_commit.h"
#include "points/rebuild.h"
#include "trust/key_file.h"
#include "trust/state_object.h"

#include "points/reclaim.h"

namespace backspool::appliance {

/// service.json in the data directory; every value has a default.
struct Settings
{
    ByteCount reserve = 1_GiB;       ///< free space below which backups are refused
    uint32_t window = 32 * 1024 * 1024; ///< BackupGranted::window, bytes
    ByteCount containerSize = format::kContainerSize;
    QString listen = QStringLiteral("127.0.0.1:7411");
    uint32_t threads = 0;            ///< 0: one for each core
    static Result<Settings> load(const QString &file); ///< missing file: defaults. Invalid names line, field and reason.
};

struct ApplianceOptions
{
    QString dataFolder;
    Settings settings;
    /// Tests give other ones; the appliance does not own them.
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
    static Result<std::unique_ptr<Appliance>> open(const ApplianceOptions &options);
    /// The catalogue emptied and filled again from the store.
    static Result<points::RebuildReport> rebuild(const ApplianceOptions &options, ProgressSink &progress, const CancelToken &cancel);
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

    // What changes the state object too: clients and forgotten points. Each is durable in both when it returns.
    /// A new client or, with @p replace, a new code for an existing one. Errors: Exists, NotFound, Invalid (name).
    Result<catalogue::ClientRow> addClient(const QString &name, bool replace);
    /// Binds a certificate to a client; the one before is refused from now on.
    Status setCertificate(ClientId client, const QByteArray &certificateDer);
    Status revokeClient(const QString &name);
    /// NotFound: none is forgotten.
    Status forgetPoints(const std::vector<PointId> &points);
    Result<points::ReclaimReport> reclaim(bool dryRun, ProgressSink &progress, const CancelToken &cancel);

private:
    struct Private;
    explicit Appliance(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::appliance
