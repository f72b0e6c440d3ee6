#pragma once
/// A backup host on a disk in memory, with one enrolled agent that protects a real folder: agent, TLS, service, store
/// and catalogue in one process.
#include "api/listener.h"
#include "appliance/appliance.h"
#include "backup/backup_run.h"
#include "fault/memory_vfs.h"

#include <QTemporaryDir>

namespace backspool::test {

class Machine
{
public:
    Machine();
    ~Machine();

    /// The service starts on what the disk holds.
    Status start();
    /// The service is gone; what is not on the disk is lost.
    void stop();
    Status enrol();
    Result<engine::BackupReport> backUp(const QString &folder);

    fault::MemoryDisk &disk() { return disk_; }
    appliance::Appliance &appliance() { return *appliance_; }
    codec::SecretKey key() const { return key_; }
    QString dataFolder() const { return folder_.path(); }

private:
    QTemporaryDir folder_; ///< key, lock and settings, which are real files
    QTemporaryDir state_;  ///< the agent's
    fault::MemoryDisk disk_;
    fault::MemoryVfs vfs_{disk_};
    SystemClock clock_;
    codec::SecretKey key_;
    std::unique_ptr<appliance::Appliance> appliance_;
    std::unique_ptr<api::Listener> listener_;
    std::optional<protocol::Identity> identity_;
};

} // namespace backspool::test
