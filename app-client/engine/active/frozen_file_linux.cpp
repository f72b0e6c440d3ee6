#include "active/frozen_file.h"
#include "core/logging.h"

#include <QByteArray>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace backspool::engine {

namespace {

constexpr qsizetype kCopySize = 1_MiB;

std::unexpected<Error> cannotCopy(int number)
{
    return fail(systemError(number, QStringLiteral("cannot copy it")));
}

/// It may be the service's own settings that forbid it, which would else go unseen: every file in use is then protected
/// by less. Once: on a disk that is mounted read-only it means nothing.
void sayThatClonesAreForbidden(int number)
{
    static std::atomic<bool> isSaid = false;
    if (number != EROFS && number != EACCES && number != EPERM)
        return;
    if (!isSaid.exchange(true))
        qCWarning(logEngine).noquote() << "files in use cannot be cloned where they may not be written to:"
                                       << systemError(number, QStringLiteral("cannot make a clone")).text();
}

/// Copies the bytes from @p offset to @p end; fewer where the file ends.
Status copyRange(int from, int to, uint64_t offset, uint64_t end, std::chrono::steady_clock::time_point deadline)
{
    QByteArray buffer(qsizetype(std::min<uint64_t>(kCopySize, end - offset)), Qt::Uninitialized);
    while (offset < end) {
        if (std::chrono::steady_clock::now() >= deadline)
            return fail(ErrorKind::Busy, QStringLiteral("it takes too long to copy"));
        const size_t want = size_t(std::min<uint64_t>(uint64_t(buffer.size()), end - offset));
        const ssize_t got = ::pread(from, buffer.data(), want, off_t(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return cannotCopy(errno);
        if (got == 0)
            return {};
        ssize_t put = 0;
        while (put < got) {
            const ssize_t written =
                ::pwrite(to, buffer.constData() + put, size_t(got - put), off_t(offset) + off_t(put));
            if (written < 0 && errno == EINTR)
                continue;
            if (written < 0)
                return cannotCopy(errno);
            put += written;
        }
        offset += uint64_t(got);
    }
    return {};
}

} // namespace

Result<FileDescriptor> cloneFile(int folder, int file)
{
    FileDescriptor clone(::openat(folder, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (!clone.isOpen()) {
        const int number = errno;
        sayThatClonesAreForbidden(number);
        return cannotCopy(number);
    }
    TRY(cloneOnto(clone.get(), file));
    return clone;
}

Status cloneOnto(int clone, int file)
{
    struct stat before{}, made{}, after{};
    if (::fstat(file, &before) != 0)
        return cannotCopy(errno);
    if (::ioctl(clone, FICLONE, file) != 0) {
        const bool cannot = errno == EOPNOTSUPP || errno == ENOTTY || errno == EXDEV;
        return cannot ? fail(ErrorKind::Unsupported, QStringLiteral("the file system has no clones"))
                      : cannotCopy(errno);
    }
    if (::fstat(clone, &made) != 0 || ::fstat(file, &after) != 0)
        return cannotCopy(errno);
    if (!mayBeWhole(uint64_t(before.st_size), uint64_t(made.st_size), uint64_t(after.st_size)))
        return fail(ErrorKind::Io, QStringLiteral("its clone ends too early; is the file system full?"));
    return {};
}

Result<FileDescriptor> copyFile(int file, uint64_t size, const Spill &spill,
                                std::chrono::steady_clock::time_point deadline)
{
    auto copy = TRY(spill.makeFile());
    uint64_t offset = 0;
    while (offset < size) {
        const off_t data = ::lseek(file, off_t(offset), SEEK_DATA);
        if (data < 0 && errno == ENXIO)
            break; // only a hole is left
        uint64_t end = size;
        if (data >= 0) { // else a file system that cannot tell
            offset = uint64_t(data);
            const off_t hole = ::lseek(file, data, SEEK_HOLE);
            end = hole < 0 ? size : std::min(uint64_t(hole), size);
        }
        if (offset >= size)
            break;
        TRY(copyRange(file, copy.get(), offset, end, deadline));
        offset = end;
    }
    if (::ftruncate(copy.get(), off_t(size)) != 0)
        return cannotCopy(errno);
    return copy;
}

} // namespace backspool::engine
