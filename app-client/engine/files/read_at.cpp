#include "files/read_at.h"

#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

Result<qsizetype> readAt(int file, char *buffer, qsizetype size, uint64_t offset)
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

} // namespace backspool::engine
