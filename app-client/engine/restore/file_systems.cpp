#include "restore/file_systems.h"

#include "files/file_system_id.h"
#include "restore/placement.h"

#include <fcntl.h>

namespace backspool::engine {

void FileSystems::note(uint64_t device, int file)
{
    const std::lock_guard lock(mutex_);
    const auto [at, isNew] = byDevice_.try_emplace(device);
    if (isNew) {
        at->second.id = fileSystemId(file);
        at->second.file = FileDescriptor(::fcntl(file, F_DUPFD_CLOEXEC, 0));
    }
}

format::FileSystemId FileSystems::idOf(const TargetFolder &folder) const
{
    const std::lock_guard lock(mutex_);
    const auto found = byDevice_.find(folder.status.device);
    return found == byDevice_.end() ? format::FileSystemId{} : found->second.id;
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
