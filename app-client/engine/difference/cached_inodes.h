#pragma once
/// Finds what was renamed: folders and files of the last point by inode (same inode and birth time: the same thing).
#include "difference/tree_cache.h"

#include <map>
#include <mutex>
#include <unordered_set>

namespace backspool::engine {

/// Read from the cached tree when it is first asked, which happens only when something older than the last point turns
/// up where nothing was. Thread-safe.
class CachedInodes
{
public:
    explicit CachedInodes(const TreeCache &cache) : cache_(cache) {}

    struct Folder
    {
        CachedRecord record;
        format::FileSystemId fileSystem{};
        QByteArray entry, hint;
    };
    std::optional<Folder> folder(const format::FileSystemId &fileSystem, uint64_t inode, const format::FileTime &born);
    bool hasFile(const format::FileSystemId &fileSystem, uint64_t inode);

private:
    using Key = std::pair<format::FileSystemId, uint64_t>;
    void read();

    const TreeCache &cache_;
    std::once_flag once_;
    std::map<Key, std::pair<format::FileTime, Folder>> folders_;
    std::map<format::FileSystemId, std::vector<uint64_t>> files_; ///< sorted
};

} // namespace backspool::engine
