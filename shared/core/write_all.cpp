#include "core/write_all.h"

#include <unistd.h>

#include <cerrno>

namespace backspool {

Status writeAll(int file, QByteArrayView bytes, const QString &doing)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(file, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(systemError(errno, doing));
        bytes.slice(written);
    }
    return {};
}

} // namespace backspool
