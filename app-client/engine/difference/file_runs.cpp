#include "difference/file_runs.h"

#include "files/read_at.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace backspool::engine {

Result<qsizetype> readFileAt(const FileContent &content, char *buffer, qsizetype size, uint64_t offset)
{
    if (content.guarded)
        return content.guarded->readAt(buffer, size, offset);
    return readAt(content.file, buffer, size, offset);
}

bool isSparse(const FileStatus &status)
{
    return status.blocks * 512 < status.size;
}

namespace {

/// Of the file as it is now, which is sparse.
FileRun runOf(int file, uint64_t offset, uint64_t size)
{
    const off_t data = ::lseek(file, off_t(offset), SEEK_DATA);
    if (data < 0) // ENXIO: only a hole is left. Else: a file system that cannot tell.
        return {offset, size - offset, errno == ENXIO};
    if (uint64_t(data) > offset)
        return {offset, std::min(uint64_t(data), size) - offset, true};
    const off_t hole = ::lseek(file, off_t(offset), SEEK_HOLE);
    const uint64_t end = hole < 0 ? size : std::min(uint64_t(hole), size);
    return {offset, end - offset, false};
}

/// A file that was cut off since has no hole there.
FileRun untilEnd(int file, FileRun run)
{
    struct stat status{};
    if (::fstat(file, &status) == 0)
        run.length = std::clamp(uint64_t(status.st_size), run.offset, run.offset + run.length) - run.offset;
    return run;
}

} // namespace

FileRun fileRunAt(const FileContent &content, uint64_t offset, uint64_t size, bool isSparse)
{
    if (!isSparse)
        return {offset, size - offset, false};
    auto run = runOf(content.file, offset, size);
    if (!run.isHole)
        return run;
    if (!content.guarded)
        return offset + run.length == size ? untilEnd(content.file, run) : run;
    // A hole by now; what was put aside before it became one is data.
    const uint64_t end = offset + run.length, data = content.guarded->find(offset, end, true);
    if (data == offset)
        return {offset, content.guarded->find(offset, end, false) - offset, false};
    return {offset, data - offset, true};
}

} // namespace backspool::engine
