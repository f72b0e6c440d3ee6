#include "files/memory_file.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>

namespace backspool::engine {

Result<FileDescriptor> fileInMemory(const QByteArray &content, const char *name)
{
    FileDescriptor file(::memfd_create(name, MFD_CLOEXEC));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("making a file in memory")));
    for (qsizetype done = 0; done < content.size();) {
        const auto written = ::write(file.get(), content.constData() + done, size_t(content.size() - done));
        if (written < 0 && errno != EINTR)
            return fail(systemError(errno, QStringLiteral("writing a file in memory")));
        done += std::max<ssize_t>(written, 0);
    }
    return file;
}

} // namespace backspool::engine
