#include "restore/file_systems.h"

#include "files/file_system_id.h"
#include "restore/placement.h"

#include <fcntl.h>

namespace backspool::engine {

format::FileSystemId FileSystems::idOf(const TargetFolder &folder)
{
    const std::lock_guard lock(mutex_);
    const auto [at, isNew] = byDevice_.try_emplace(folder.status.device);
    if (isNew) {
        at->second.id = fileSystemId(folder.file.get());
        at->second.file = FileDescriptor(::fcntl(folder.file.get(), F_DUPFD_CLOEXEC, 0));
    }
    return at->second.id;
}

Status FileSystems::sync()
{
    const std::lock_guard lock(mutex_);
    for (const auto &[device, known] : byDevice_) {
        if (known.file.isOpen())
            TRY(syncFileSystem(known.file.get()));
    }
    return {};
}

} // namespace backspool::engine
