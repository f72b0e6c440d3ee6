#pragma once
/// The file systems that a restore writes to: their lasting ids, and one sync of each at the end.
#include "restore/target_folder.h"

#include <map>

namespace backspool::engine {

/// Thread-safe.
class FileSystems
{
public:
    /// Of the open folder @p folder.
    format::FileSystemId idOf(const TargetFolder &folder);
    /// Makes all that was written durable. Errors: Io.
    Status sync();

private:
    struct Known
    {
        format::FileSystemId id{};
        FileDescriptor file; ///< a folder on it
    };
    std::mutex mutex_; ///< guards byDevice_
    std::map<uint64_t, Known> byDevice_;
};

} // namespace backspool::engine
