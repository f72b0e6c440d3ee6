#include "files/file_status.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <cerrno>

namespace backspool::engine {

namespace {

std::optional<format::FileType> typeOf(uint16_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return format::FileType::File;
    case S_IFDIR:
        return format::FileType::Directory;
    case S_IFLNK:
        return format::FileType::SymbolicLink;
    case S_IFIFO:
        return format::FileType::Fifo;
    case S_IFSOCK:
        return format::FileType::Socket;
    case S_IFCHR:
        return format::FileType::CharacterDevice;
    case S_IFBLK:
        return format::FileType::BlockDevice;
    default:
        return std::nullopt;
    }
}

format::FileTime timeOf(const statx_timestamp &time)
{
    return {time.tv_sec, time.tv_nsec};
}

Result<FileStatus> status(int folder, const char *name, int flags)
{
    struct statx raw{};
    if (::statx(folder, name, flags | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, &raw) !=
        0)
        return fail(systemError(errno, QStringLiteral("cannot look at %1").arg(QString::fromUtf8(name))));
    const auto type = typeOf(raw.stx_mode);
    if (!type)
        return fail(ErrorKind::Unsupported, QStringLiteral("%1 is of an unknown type").arg(QString::fromUtf8(name)));
    FileStatus result;
    result.type = *type;
    result.mode = raw.stx_mode & 07777;
    result.uid = raw.stx_uid;
    result.gid = raw.stx_gid;
    result.size = raw.stx_size;
    result.blocks = raw.stx_blocks;
    result.linkCount = raw.stx_nlink;
    result.inode = raw.stx_ino;
    result.device = makedev(raw.stx_dev_major, raw.stx_dev_minor);
    result.modified = timeOf(raw.stx_mtime);
    result.changed = timeOf(raw.stx_ctime);
    if (raw.stx_mask & STATX_BTIME)
        result.born = timeOf(raw.stx_btime);
    result.deviceMajor = raw.stx_rdev_major;
    result.deviceMinor = raw.stx_rdev_minor;
    return result;
}

} // namespace

Result<FileStatus> statusAt(int folder, const QByteArray &name)
{
    return status(folder, name.constData(), 0);
}

Result<FileStatus> statusOf(int file)
{
    return status(file, "", AT_EMPTY_PATH);
}

QString displayPath(QByteArrayView path)
{
    return QString::fromUtf8(path);
}

QByteArray joinPath(const QByteArray &folder, QByteArrayView name)
{
    QByteArray path;
    path.reserve(folder.size() + 1 + name.size());
    path += folder;
    if (!path.endsWith('/'))
        path += '/';
    path += name;
    return path;
}

} // namespace backspool::engine
