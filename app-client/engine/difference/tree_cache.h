#pragma once
/// The cached DTF (seed: 332): the agent's copy of its last point's tree with its hints, to compare folders with.
///
/// One file that grows: a record for each folder, children before parents. A backup appends the folders that changed; a
/// small file beside it, replaced by rename, says which record is the root and of which point. So a backup that dies
/// leaves the cache of the last one as it was. Losing the cache loses nothing: it is fetched again from the service.
#include "core/file_descriptor.h"
#include "core/ids.h"
#include "core/object_name.h"
#include "core/result.h"
#include "core/units.h"
#include "difference/subtree_counts.h"
#include "format/point_record.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace backspool::engine {

/// Where a folder's record is, and what lies beneath.
struct CachedRecord
{
    uint64_t offset = 0; ///< 0: none
    SubtreeCounts counts;

    bool operator==(const CachedRecord &) const = default;
};

/// A folder's record. Views are into the record's own bytes.
class CachedFolder
{
public:
    struct Entry
    {
        QByteArrayView entry; ///< format::DirectoryEntry
        QByteArrayView hint;  ///< format::Hint
        QByteArrayView name;  ///< of the entry
        CachedRecord child;   ///< folders

        bool isFolder() const;
        /// It is looked at in each backup (SubtreeCounts::restless); of a folder: it, or something beneath.
        bool isRestless() const;
    };
    static Result<CachedFolder> parse(QByteArray body);

    const ObjectName &node() const { return node_; }
    const ObjectName &hints() const { return hints_; }
    const std::vector<Entry> &entries() const { return entries_; }
    ByteCount size() const { return body_.size(); }

private:
    QByteArray body_;
    ObjectName node_, hints_;
    std::vector<Entry> entries_;
};

/// What the cache describes.
struct CachedPoint
{
    PointId point;
    WallTime started{};
    QByteArray rootEntry; ///< directory entry of "/"
    QByteArray rootHint;
    CachedRecord rootRecord;
    uint64_t items = 0; ///< files and folders; 0: not known
    std::map<uint32_t, QByteArray> users, groups;
};

/// Reading and append() are thread-safe; the rest is for one thread.
class TreeCache
{
public:
    /// Opens the cache in @p folder, which belongs to @p owner (repository and client). Foreign, damaged or missing:
    /// empty.
    static Result<std::unique_ptr<TreeCache>> open(const QString &folder, const QByteArray &owner);

    bool isEmpty() const { return !point_.has_value(); }
    const CachedPoint &point() const { return *point_; }

    /// Errors: Damaged (then clear() and fetch the tree from the service).
    Result<CachedFolder> read(uint64_t record) const;

    /// Before a backup: what an interrupted one appended is cut off; where too much is of no use any more, a new file
    /// is begun. Errors: the update isLost().
    Status beginUpdate();
    /// What the update writes could not be written (the disk is full, say). Nothing more is, commit() fails, and what
    /// the cache describes stays what it was: the next backup compares with an older point, and has more to do.
    /// Thread-safe.
    bool isLost() const { return lost_; }
    /// Records of the last point may stand for folders of the new one. False while the file is being written anew.
    bool keepsRecords() const { return !newFile_.isOpen(); }
    struct Item
    {
        QByteArrayView entry, hint;
        CachedRecord child; ///< folders
    };
    /// Thread-safe. Errors: the update isLost().
    Result<CachedRecord> append(const ObjectName &node, const ObjectName &hints, const std::vector<Item> &items);
    /// A copy of the record and all beneath in the new file (keepsRecords(): the record itself). Errors: as read() and
    /// append().
    Result<CachedRecord> keep(const CachedRecord &record);
    /// The record at an offset is of no use for the new point.
    void retire(ByteCount size);
    /// The new point is what the cache describes from now on. Errors: it could not be written, and what the cache
    /// describes stays what it was.
    Status commit(const CachedPoint &point);
    /// Forgets everything.
    Status clear();

private:
    TreeCache(QString folder, QByteArray owner) : folder_(std::move(folder)), owner_(std::move(owner)) {}
    QString pointFile() const;
    QString treeFile(uint64_t generation) const;
    Status load();
    std::unexpected<Error> lose(const Error &error);
    void discard();

    QString folder_;
    QByteArray owner_;
    std::optional<CachedPoint> point_;
    FileDescriptor file_;
    FileDescriptor newFile_;
    uint64_t generation_ = 0;
    uint64_t length_ = 0;    ///< of the file that belongs to the last point
    uint64_t garbage_ = 0;   ///< bytes in it of no use
    std::mutex appendMutex_; ///< guards the two below and garbage_
    uint64_t end_ = 0;       ///< of the file that is appended to
    uint64_t newGarbage_ = 0;
    std::atomic<bool> lost_ = false;
};

} // namespace backspool::engine
