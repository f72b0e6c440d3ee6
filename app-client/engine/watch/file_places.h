#pragma once
/// Where a file is seen from here that a process of another mount name space has open (a container, a service with a
/// /tmp of its own): its path there says nothing here, its file handle does.
#include "core/file_descriptor.h"
#include "watch/mount_table.h"

#include <map>
#include <optional>

struct stat;

namespace backspool::engine {

/// What is mounted is looked up once, when it is first needed. One thread.
class FilePlaces
{
public:
    /// Of the file behind the link @p name in the folder @p folder of /proc, with @p status. One path, if it has
    /// several; empty: none is found.
    QByteArray placeOf(int folder, const char *name, const struct stat &status);

private:
    const std::vector<FileDescriptor> &mountsOf(uint64_t device);

    std::optional<std::vector<Mount>> table_;
    std::map<uint64_t, std::vector<FileDescriptor>> open_; ///< of each device's mounts
};

} // namespace backspool::engine
