#include "appliance/folder_lock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>

namespace backspool::appliance {

Result<FolderLock> FolderLock::take(const QString &file)
{
    FileDescriptor descriptor(::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!descriptor.isOpen())
        return fail(systemError(errno, QStringLiteral("opening the lock file %1").arg(file)));
    if (::flock(descriptor.get(), LOCK_EX | LOCK_NB) == 0)
        return FolderLock(std::move(descriptor));
    if (errno == EWOULDBLOCK)
        return fail(ErrorKind::Busy,
                    QStringLiteral("Another process works on this data folder: %1 is locked").arg(file));
    return fail(systemError(errno, QStringLiteral("locking %1").arg(file)));
}

} // namespace backspool::appliance
