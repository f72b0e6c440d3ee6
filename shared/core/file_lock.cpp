#include "core/file_lock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace backspool {

Result<FileDescriptor> lockFile(const QString &path, LockWait wait)
{
    FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return fail(systemError(errno, QStringLiteral("cannot open %1").arg(path)));
    while (::flock(file.get(), LOCK_EX | (wait == LockWait::None ? LOCK_NB : 0)) != 0) {
        if (errno == EWOULDBLOCK)
            return fail(ErrorKind::Busy, QStringLiteral("%1 is locked").arg(path));
        if (errno != EINTR)
            return fail(systemError(errno, QStringLiteral("cannot lock %1").arg(path)));
    }
    return file;
}

} // namespace backspool
