#include "difference/file_runs.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace backspool::engine {

Result<qsizetype> readFileAt(int file, char *buffer, qsizetype size, uint64_t offset)
{
    qsizetype done = 0;
    while (done < size) {
        const ssize_t got = ::pread(file, buffer + done, size_t(size - done), off_t(offset + uint64_t(done)));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(systemError(errno, QStringLiteral("cannot read it")));
        if (got == 0)
            break;
        done += got;
    }
    return done;
}

bool isSparse(const FileStatus &status)
{
    return status.blocks * 512 < status.size;
}

FileRun fileRunAt(int file, uint64_t offset, uint64_t size, bool isSparse)
{
    if (!isSparse)
        return {offset, size - offset, false};
    const off_t data = ::lseek(file, off_t(offset), SEEK_DATA);
    if (data < 0) // ENXIO: only a hole is left. Else: a file system that cannot tell.
        return {offset, size - offset, errno == ENXIO};
    if (uint64_t(data) > offset)
        return {offset, std::min(uint64_t(data), size) - offset, true};
    const off_t hole = ::lseek(file, off_t(offset), SEEK_HOLE);
    const uint64_t end = hole < 0 ? size : std::min(uint64_t(hole), size);
    return {offset, end - offset, false};
}

} // namespace backspool::engine
