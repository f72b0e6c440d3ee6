#pragma once
/// The disk of the operating system (POSIX, Linux). What sync() and syncFolder() return for is on the medium, as far
/// as the kernel and the drive keep their word.
#include "store/disk.h"

namespace backspool::store {

/// Has no state; thread-safe.
class RealDisk final : public Disk
{
public:
    Result<std::unique_ptr<AppendFile>> create(const QString &path) override;
    Result<std::shared_ptr<format::ByteSource>> openRead(const QString &path) override;
    Status rename(const QString &from, const QString &to) override;
    Status remove(const QString &path) override;
    Status makeFolder(const QString &path) override;
    Status makeFolders(const QString &folder, const QStringList &names) override;
    Status syncFolder(const QString &path) override;
    Result<std::vector<FileInfo>> list(const QString &folder) override;
    Result<DiskSpace> space(const QString &folder) override;
};

} // namespace backspool::store
