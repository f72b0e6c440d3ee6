#pragma once
/// The names of all paths in all points, gathered folder by folder, so that who searches as somebody types does not
/// read a million entries for each letter.
///
/// About 60 bytes for each path; not more than kMostNames are kept, and a search walks through what is beyond them.
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
    /// 120 MB of names, on a computer where somebody works.
    static constexpr size_t kMostNames = 2'000'000;
    explicit NameIndex(size_t mostNames = kMostNames) : mostNames_(mostNames) {}

    /// Reads what the next folder holds, with a history of always the same points over the same connection. Waits for
    /// the service, and in @p pause, which is called before each name. Errors: those of reading; then nothing is read,
    /// and the next time it begins anew.
    Status readOn(PointHistory &history, const std::function<void()> &pause = [] {});
    /// There is more, and room for it.
    bool canReadOn() const { return !isBegun_ || (!walk_.empty() && nameCount_ < mostNames_); }

    using Visit = std::function<bool(SearchHit hit)>;
    /// Folders that were read.
    size_t folderCount() const { return folders_.size(); }
    /// Calls @p visit with what matches in a folder, as long as it returns true. False: it did not.
    bool search(size_t folder, const NamePattern &pattern, const Visit &visit) const;
    /// The same for what is beyond those that are kept, which is read for that, folder by folder, as long as
    /// @p isUnwanted does not say that nobody waits any more. REQUIRES: !canReadOn(). Errors: those of reading.
    Status searchBeyond(PointHistory &history, const NamePattern &pattern, const std::function<bool()> &isUnwanted,
                        const Visit &visit) const;

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

    Status readFolder(PointHistory &history, const std::function<void()> &pause);
    static Result<Folder>
    takeFolder(PointHistory &history, PointHistory::Walk &walk, const std::function<void()> &pause = [] {});
    static bool searchIn(const Folder &folder, const NamePattern &pattern, const Visit &visit);

    size_t mostNames_;
    size_t nameCount_ = 0;
    bool isBegun_ = false;
    PointHistory::Walk walk_;
    std::vector<Folder> folders_;
};

} // namespace backspool::engine
