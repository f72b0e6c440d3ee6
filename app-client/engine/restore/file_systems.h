#pragma once
/// The file systems that a restore writes to: their lasting ids, and one sync of each at the end.
#include "restore/target_folder.h"

#include <map>

namespace backspool::engine {

/// Thread-safe.
class FileSystems
{
public:
    /// The folder that is open as @p file is on the file system @p device.
    void note(uint64_t device, int file);
    /// Of @p folder, which was entered.
    format::FileSystemId idOf(const TargetFolder &folder) const;
    /// Makes all that was written durable. Errors: Io.
    Status sync();

private:
    struct Known
    {
        format::FileSystemId id{};
        FileDescriptor file; ///< a folder on it
    };
    mutable std::mutex mutex_; ///< guards byDevice_
    std::map<uint64_t, Known> byDevice_;
};

} // namespace backspool::engine
