#include "core/write_all.h"
#include "files/memory_file.h"

#include <sys/mman.h>

#include <cerrno>

namespace backspool::engine {

Result<FileDescriptor> fileInMemory(const QByteArray &content, const char *name)
{
    FileDescriptor file(::memfd_create(name, MFD_CLOEXEC));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("making a file in memory")));
    TRY(writeAll(file.get(), content, QStringLiteral("writing a file in memory")));
    return file;
}

} // namespace backspool::engine
