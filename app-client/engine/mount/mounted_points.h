#pragma once
/// All points of this computer as one tree: a folder for each, named by its time, and in it what the point holds.
///
/// Nothing is read before somebody looks at it. A point never changes, so what was found may be kept; which points
/// there are is asked again after ten seconds.
#include "mount/folder_table.h"
#include "mount/listed_points.h"
#include "mount/mounted_file.h"

namespace backspool::engine {

/// Something in the tree.
struct MountedEntry
{
    NodeNumber node = 0;
    uint64_t inode = 0;
    format::DirectoryEntry entry;
    bool canChange = false; ///< the top and what is in it
};

/// Thread-safe. What reads blocks; its errors are Damaged, those of the service, and NotFound: the point was forgotten.
class MountedPoints
{
public:
    /// Link and clock outlive it.
    MountedPoints(ServiceLink &link, const codec::Digester &digester, const Clock &clock)
        : link_(link), digester_(digester), listed_(link, clock)
    {
    }

    /// What @p name is in @p folder, looked up once; nullopt: nothing is.
    Result<std::optional<MountedEntry>> lookUp(NodeNumber folder, QByteArrayView name);
    /// As a look-up of @p node, which is known.
    void hold(NodeNumber node) { folders_.hold(node); }
    void forget(NodeNumber node, uint64_t lookUps) { folders_.forget(node, lookUps); }
    Result<MountedEntry> entry(NodeNumber node);

    /// Takes an entry and where to go on after it; false: it is not wanted, and none after it.
    using Visit = std::function<bool(const MountedEntry &entry, uint64_t next)>;
    /// What is in @p folder from the place @p from on (0: all of it), in an order that stays. @p lookUp: each entry
    /// that is taken is looked up once; else it has no number. What is in the top never has one.
    Status list(NodeNumber folder, uint64_t from, bool lookUp, const Visit &visit);

    /// An open file.
    class File
    {
    public:
        File(MountedPoints &of, NodeNumber node, PointId point, std::unique_ptr<MountedFile> file, QByteArray path)
            : of_(of), node_(node), point_(point), file_(std::move(file)), path_(std::move(path))
        {
            of_.hold(node_);
        }
        ~File() { of_.forget(node_, 1); }
        File(const File &) = delete;
        File &operator=(const File &) = delete;
        /// Fewer bytes only at the end. Damage is logged, once.
        Result<QByteArray> read(uint64_t offset, uint64_t size);

    private:
        MountedPoints &of_;
        const NodeNumber node_;
        const PointId point_;
        const std::unique_ptr<MountedFile> file_;
        const QByteArray path_;
        std::atomic<bool> isLogged_ = false;
    };
    /// Errors: also Invalid (@p node is no file).
    Result<std::unique_ptr<File>> open(NodeNumber node);

    /// Folders that are known; for tests.
    size_t foldersKnown() const { return folders_.size(); }

private:
    static MountedEntry top(const PointsByName &points);
    static std::optional<MountedEntry> latest(const PointsByName &points);
    Result<std::optional<MountedEntry>> lookUpPoint(const QByteArray &name);
    Status listPoints(uint64_t from, const Visit &visit);
    /// Asks about the point of @p node; NotFound where the reason of an error is that it was forgotten.
    Status ask(PointId point, const std::function<Status(OpenLine &line)> &question);
    Result<MountedFolder> openFolder(OpenLine &line, NodeNumber number);
    MountedEntry mounted(OpenLine &line, NodeNumber folder, const MountedFolder &of, format::DirectoryEntry entry,
                         const ObjectName &holder, uint64_t position, bool lookUp);
    Result<std::pair<MountedEntry, ObjectName>> entryOn(OpenLine &line, NodeNumber node);

    ServiceLink &link_;
    const codec::Digester digester_;
    ListedPoints listed_;
    FolderTable folders_;
    /// What some readers of large files read and have ahead.
    ContentWindows windows_{32_MiB};
};

} // namespace backspool::engine
