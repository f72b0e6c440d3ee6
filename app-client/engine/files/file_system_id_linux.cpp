#include "core/small_file.h"
#include "files/file_system_id.h"
#include "files/mount_lines.h"

#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace backspool::engine {

namespace {
// linux/fs.h of Linux 6.9 (FS_IOC_GETFSUUID); not in older headers.
struct FileSystemUuid
{
    uint8_t length;
    uint8_t uuid[16];
};
constexpr unsigned long kGetFileSystemUuid = _IOR(0x15, 0, FileSystemUuid);

/// REQUIRES: it is of FUSE, whose file systems only the mount table tells apart. Empty: it is not known.
QByteArray typeOfFuse(int file)
{
    struct stat status{};
    const auto table = readSmallFile(QStringLiteral("/proc/self/mountinfo"), 16_MiB);
    if (!table || ::fstat(file, &status) != 0)
        return {};
    const auto mounts = parseMountLines(*table);
    const auto found = std::ranges::find(mounts, uint64_t(status.st_dev), &MountLine::device);
    return found == mounts.end() ? QByteArray() : found->type;
}
} // namespace

format::FileSystemId fileSystemId(int file)
{
    format::FileSystemId id{};
    FileSystemUuid uuid{};
    if (::ioctl(file, kGetFileSystemUuid, &uuid) == 0 && uuid.length == sizeof uuid.uuid) {
        std::memcpy(id.data(), uuid.uuid, id.size());
        return id;
    }
    struct statfs status{};
    if (::fstatfs(file, &status) == 0) {
        std::memcpy(id.data(), &status.f_fsid, std::min(sizeof status.f_fsid, size_t(8)));
        const auto type = uint64_t(status.f_type);
        std::memcpy(id.data() + 8, &type, 8);
    }
    return id;
}

bool isPseudoFileSystem(int file)
{
    constexpr std::array<long, 15> kPseudo = {
        PROC_SUPER_MAGIC, SYSFS_MAGIC,      CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, DEBUGFS_MAGIC,
        TRACEFS_MAGIC,    SECURITYFS_MAGIC, BPF_FS_MAGIC,       DEVPTS_SUPER_MAGIC,  PSTOREFS_MAGIC,
        EFIVARFS_MAGIC,   HUGETLBFS_MAGIC,  BINFMTFS_MAGIC,     NSFS_MAGIC,          0x62656570 /* configfs */};
    struct statfs status{};
    if (::fstatfs(file, &status) != 0)
        return false;
    return std::ranges::contains(kPseudo, long(status.f_type)) ||
           (status.f_type == FUSE_SUPER_MAGIC && typeOfFuse(file) == "fuse.backspool");
}

bool isRemoteFileSystem(int file)
{
    constexpr std::array<unsigned long, 10> kRemote = {
        NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC, CEPH_SUPER_MAGIC,
        V9FS_MAGIC,      AFS_SUPER_MAGIC, AFS_FS_MAGIC,     CODA_SUPER_MAGIC, AUTOFS_SUPER_MAGIC};
    struct statfs status{};
    if (::fstatfs(file, &status) != 0)
        return false;
    return std::ranges::contains(kRemote, static_cast<unsigned long>(status.f_type)) ||
           (status.f_type == FUSE_SUPER_MAGIC && isNetworkFileSystem(typeOfFuse(file)));
}

} // namespace backspool::engine
