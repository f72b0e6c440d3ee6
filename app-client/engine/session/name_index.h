#pragma once
/// The names of all paths in all points, gathered folder by folder, so that who searches as somebody types does not
/// read a million entries for each letter.
///
/// About 60 bytes for each path.
#include "read/point_history.h"
#include "session/name_pattern.h"

namespace backspool::engine {

/// A path whose name was looked for. Places are those of the points that were searched.
struct SearchHit
{
    QByteArray path;
    format::DirectoryEntry entry; ///< the newest state; its name, type, size and time of change
    size_t newest = 0, oldest = 0;
    size_t versions = 0;
};

/// Not thread-safe.
class NameIndex
{
public:
    /// Reads what the next folder holds, with a history of always the same points over the same connection. Waits for
    /// the service. Errors: those of reading; then nothing is read, and the next time it begins anew.
    Status readOn(PointHistory &history);
    /// There is nothing to read on.
    bool isWhole() const { return isBegun_ && walk_.empty(); }

    /// Folders that were read.
    size_t folderCount() const { return folders_.size(); }
    /// Calls @p visit with what matches in a folder, as long as it returns true. False: it did not.
    bool search(size_t folder, const NamePattern &pattern, const std::function<bool(SearchHit hit)> &visit) const;

private:
    struct Name
    {
        uint32_t at; ///< in the folder's names; its end is where the next one begins
        format::FileType type;
        uint32_t newest, oldest, versions;
        uint64_t size;
        int64_t modified; ///< seconds
    };
    struct Folder
    {
        QByteArray path;
        QByteArray text; ///< all the names
        std::vector<Name> names;
    };

    Status readFolder(PointHistory &history);

    bool isBegun_ = false;
    PointHistory::Walk walk_;
    std::vector<Folder> folders_;
};

} // namespace backspool::engine
