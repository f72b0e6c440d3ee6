#include "files/file_status.h"
#include "files/open_file.h"
#include "restore/placement.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace backspool::engine {

namespace {

constexpr qsizetype kHoleSize = 4096;

std::unexpected<Error> cannot(const QString &doing)
{
    return fail(systemError(errno, doing));
}

mode_t typeBits(format::FileType type)
{
    switch (type) {
    case format::FileType::Fifo:
        return S_IFIFO;
    case format::FileType::Socket:
        return S_IFSOCK;
    case format::FileType::CharacterDevice:
        return S_IFCHR;
    case format::FileType::BlockDevice:
        return S_IFBLK;
    default:
        return 0;
    }
}

/// What was just made is opened by its name; in a folder of somebody else's that name may be another thing by now.
Status checkOwn(int file, format::FileType type)
{
    const auto status = TRY(statusOf(file));
    if (status.type != type || status.uid != ::geteuid())
        return fail(ErrorKind::Denied, QStringLiteral("it was changed by somebody else while it was made"));
    return {};
}

bool isZero(QByteArrayView bytes)
{
    return bytes.front() == 0 && std::memcmp(bytes.data(), bytes.data() + 1, size_t(bytes.size() - 1)) == 0;
}

Status writeAll(int file, QByteArrayView bytes, uint64_t offset)
{
    while (!bytes.isEmpty()) {
        const ssize_t put = ::pwrite(file, bytes.data(), size_t(bytes.size()), off_t(offset));
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return cannot(QStringLiteral("cannot write it"));
        offset += uint64_t(put);
        bytes = bytes.sliced(put);
    }
    return {};
}

} // namespace

Result<FileDescriptor> makeFile(int folder, const QByteArray &name)
{
    FileDescriptor file(::openat(folder, name.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return cannot(QStringLiteral("cannot make it"));
    return file;
}

Result<FileDescriptor> makeFolder(int folder, const QByteArray &name)
{
    if (::mkdirat(folder, name.constData(), 0700) != 0)
        return cannot(QStringLiteral("cannot make the folder"));
    auto made = TRY(openFolderAt(folder, name));
    TRY(checkOwn(made.get(), format::FileType::Directory));
    return made;
}

Result<FileDescriptor> makeSpecial(int folder, const QByteArray &name, const format::DirectoryEntry &entry)
{
    const bool isLink = entry.type == format::FileType::SymbolicLink;
    const int made = isLink ? ::symlinkat(entry.target.constData(), folder, name.constData())
                            : ::mknodat(folder, name.constData(), typeBits(entry.type) | 0600,
                                        makedev(entry.deviceMajor, entry.deviceMinor));
    if (made != 0)
        return cannot(QStringLiteral("cannot make it"));
    FileDescriptor file(::openat(folder, name.constData(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen())
        return cannot(QStringLiteral("cannot open it"));
    TRY(checkOwn(file.get(), entry.type));
    return file;
}

Status place(int folder, const QByteArray &from, const QByteArray &to, Overwriting overwriting)
{
    if (overwriting == Overwriting::Allowed) {
        if (::renameat(folder, from.constData(), folder, to.constData()) != 0)
            return cannot(QStringLiteral("cannot give it its name"));
        return {};
    }
    if (::renameat2(folder, from.constData(), folder, to.constData(), RENAME_NOREPLACE) == 0)
        return {};
    if (errno != EINVAL && errno != ENOSYS)
        return cannot(QStringLiteral("cannot give it its name"));
    // A file system without it (NFS, some FUSE): what comes to be there between the two calls is replaced.
    if (::faccessat(folder, to.constData(), F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        return fail(systemError(EEXIST, QStringLiteral("cannot give it its name")));
    return place(folder, from, to, Overwriting::Allowed);
}

Status placeFolder(int folder, const QByteArray &from, const QByteArray &to)
{
    const auto cannotPlace = [](int number) {
        return fail(systemError(number, QStringLiteral("cannot put the folder in the place of what is there")));
    };
    const auto exchange = [&] {
        return ::renameat2(folder, from.constData(), folder, to.constData(), RENAME_EXCHANGE) == 0;
    };
    if (exchange()) {
        if (::unlinkat(folder, from.constData(), 0) == 0)
            return {};
        // A folder, which came to be there meanwhile, or something that may not be removed.
        const int number = errno == EISDIR ? EEXIST : errno;
        exchange();
        return cannotPlace(number);
    }
    if (errno == ENOENT) // it went by itself
        return place(folder, from, to, Overwriting::Never);
    if (errno != EINVAL && errno != ENOSYS)
        return cannotPlace(errno);
    // A file system without it (NFS, some FUSE): the old one goes aside, under a name that no clearing up takes for a
    // temporary one: it is the user's until the folder is there.
    const QByteArray aside = to + ".replaced" + from.last(std::min<qsizetype>(from.size(), 8));
    if (::renameat(folder, to.constData(), folder, aside.constData()) != 0)
        return cannotPlace(errno);
    auto placed = place(folder, from, to, Overwriting::Never);
    if (placed)
        removeFile(folder, aside);
    else
        ::renameat(folder, aside.constData(), folder, to.constData());
    return placed;
}

Status linkFile(int fromFolder, const QByteArray &from, int folder, const QByteArray &name)
{
    if (::linkat(fromFolder, from.constData(), folder, name.constData(), 0) == 0)
        return {};
    if (errno == EXDEV || errno == EMLINK || errno == EPERM)
        return fail(ErrorKind::Unsupported, QStringLiteral("the file system does not let it have another name"));
    return cannot(QStringLiteral("cannot give it another name"));
}

void removeFile(int folder, const QByteArray &name)
{
    ::unlinkat(folder, name.constData(), 0);
}

void removeEmptyFolder(int folder, const QByteArray &name)
{
    ::unlinkat(folder, name.constData(), AT_REMOVEDIR);
}

Status writeContent(int file, QByteArrayView bytes, uint64_t offset, bool sparse)
{
    if (!sparse)
        return writeAll(file, bytes, offset);
    // Runs of data between runs of whole zero blocks.
    qsizetype start = 0;
    qsizetype at = 0;
    while (at < bytes.size()) {
        const qsizetype toBoundary = kHoleSize - qsizetype((offset + uint64_t(at)) % uint64_t(kHoleSize));
        const qsizetype length = std::min(toBoundary, bytes.size() - at);
        if (length == kHoleSize && isZero(bytes.sliced(at, length))) {
            TRY(writeAll(file, bytes.sliced(start, at - start), offset + uint64_t(start)));
            start = at + length;
        }
        at += length;
    }
    return writeAll(file, bytes.sliced(start), offset + uint64_t(start));
}

Status writeHole(int file, uint64_t offset, uint64_t hole, bool sparse)
{
    // Where the file system cannot, it reads as zeros all the same.
    if (!sparse && ::fallocate(file, 0, off_t(offset), off_t(hole)) != 0 && errno == ENOSPC)
        return cannot(QStringLiteral("cannot write it"));
    return {};
}

Status setSize(int file, uint64_t size)
{
    if (::ftruncate(file, off_t(size)) != 0)
        return cannot(QStringLiteral("cannot give it its size"));
    return {};
}

Status syncFileSystem(int file)
{
    if (::syncfs(file) != 0)
        return cannot(QStringLiteral("cannot make what was restored durable"));
    return {};
}

} // namespace backspool::engine
