#include "appliance/folder_lock.h"

#include "core/file_lock.h"

namespace backspool::appliance {

Result<FolderLock> FolderLock::take(const QString &file)
{
    auto lock = lockFile(file, LockWait::None);
    if (lock)
        return FolderLock(*std::move(lock));
    if (lock.error().kind() == ErrorKind::Busy)
        return fail(ErrorKind::Busy,
                    QStringLiteral("Another process works on this data folder: %1 is locked").arg(file));
    return fail(lock.error());
}

} // namespace backspool::appliance
