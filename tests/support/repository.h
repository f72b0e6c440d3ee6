#pragma once
/// A backup host without network on a disk in memory, whose clients back files up in process.
#include "appliance/appliance.h"
#include "fault/memory_vfs.h"
#include "points/verify.h"
#include "support/point_builder.h"
#include "support/set_clock.h"

#include <QTemporaryDir>

namespace backspool::test {

class Repository
{
public:
    Repository();
    ~Repository();

    /// Opens what is on the disk, or makes it.
    Status open();
    void close() { appliance_.reset(); }
    Status reopen();
    /// The catalogue is lost; open() fails until rebuild().
    void loseCatalogue();
    Result<points::RebuildReport> rebuild();

    /// Errors: Exists.
    Result<ClientId> addClient(const QString &name);
    /// A lease on the client's newest point, registered.
    Result<points::Lease> beginLease(ClientId client);
    /// A whole backup.
    Result<PointId> backUp(ClientId client, const Files &files);
    /// Every file of the point, read from the store and compared with its signature.
    Result<Files> read(PointId point);
    Result<points::ReclaimReport> reclaim(bool dryRun = false);
    Result<points::VerifyReport> verify(const points::VerifyOptions &options = {.readData = true});

    appliance::Appliance &appliance() { return *appliance_; }
    store::ObjectStore &store() { return appliance_->store(); }
    fault::MemoryDisk &disk() { return disk_; }
    SetClock &clock() { return clock_; }
    appliance::ApplianceOptions &options() { return options_; }
    QString storeFolder() const { return folder_.path() + QStringLiteral("/store"); }
    QString cataloguePath() const { return folder_.path() + QStringLiteral("/catalogue.sqlite"); }
    QString dataFolder() const { return folder_.path(); }

private:
    /// Key and lock, which are real files.
    QTemporaryDir folder_;
    fault::MemoryDisk disk_;
    fault::MemoryVfs vfs_{disk_};
    SetClock clock_;
    appliance::ApplianceOptions options_;
    std::unique_ptr<appliance::Appliance> appliance_;
};

} // namespace backspool::test
