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
    struct File
    {
        QByteArray path;
        QByteArray entry;
    };
    /// One of the inode's places.
    std::optional<File> file(const format::FileSystemId &fileSystem, uint64_t inode);

private:
    using Key = std::pair<format::FileSystemId, uint64_t>;
    /// A folder of the tree, so that a path can be put together.
    struct Place
    {
        uint32_t parent = 0; ///< in places_; its own: the root
        QByteArray name;
        uint64_t record = 0; ///< its offset
    };
    struct FileAt
    {
        uint64_t inode = 0;
        uint32_t folder = 0; ///< in places_
    };
    void read();
    std::optional<FileAt> find(const format::FileSystemId &fileSystem, uint64_t inode);
    QByteArray pathOf(uint32_t folder) const;

    const TreeCache &cache_;
    std::once_flag once_;
    std::map<Key, std::pair<format::FileTime, Folder>> folders_;
    std::vector<Place> places_;
    std::map<format::FileSystemId, std::vector<FileAt>> files_; ///< sorted
};

} // namespace backspool::engine
