#pragma once
/// The states that one folder had in some points, merged by name.
///
/// States of a folder share most of their nodes. One of those that come to a node at the same time goes through it, and
/// the others, which look at its beginning alone, follow it to the node's end: the cost is that of the nodes that
/// differ, not of all entries of all states.
#include "read/directory_cursor.h"

#include <unordered_map>

namespace backspool::engine {

/// Places of points in a list of points: from newest to oldest, both included.
struct PointRange
{
    size_t newest = 0;
    size_t oldest = 0;
    bool operator==(const PointRange &) const = default;
};

/// @p more into @p points, in order; ranges that touch become one.
void addRanges(std::vector<PointRange> &points, const std::vector<PointRange> &more);

/// What an entry was in some of the points.
struct EntryVersion
{
    format::DirectoryEntry entry;
    ObjectName leaf;                ///< one of the nodes that hold it
    std::vector<PointRange> points; ///< in order, the newest first
};

/// What an entry was in some more points; orderVersions() comes after the last.
void addVersion(std::vector<EntryVersion> &versions, const format::DirectoryEntry &entry, const ObjectName &leaf,
                const std::vector<PointRange> &points);
/// The newest first, each with its points in order.
void orderVersions(std::vector<EntryVersion> &versions);

/// A distinct state of a folder.
struct FolderState
{
    ObjectName root, parent;
    std::vector<PointRange> points;
};

/// Not thread-safe. Waits for the service.
class FolderMerge
{
public:
    FolderMerge(NodeReader &nodes, const std::vector<FolderState> &states);

    /// The versions of the next name in order, the newest first; none at the end. Errors: DirectoryCursor::next().
    Result<std::vector<EntryVersion>> next();

private:
    struct Follower
    {
        size_t reader;
        uint64_t until; ///< where it goes on by itself: the place of an entry in the directory of whom it follows
    };
    /// Reads one state; or follows another, and then is at no entry.
    struct Reader
    {
        DirectoryCursor cursor;
        std::vector<PointRange> own; ///< points of its state
        bool isAtEntry = false;
        std::vector<ObjectName> begun; ///< nodes that begin with the entry at which it is
        std::vector<Follower> followers;
        std::optional<std::vector<PointRange>> points; ///< its own and its followers'; nothing: they are other ones now
    };

    Status advance(size_t reader);
    Status goOn(size_t reader);
    void prefetch(size_t from);
    Status enterNode(size_t reader);
    Result<bool> follow(size_t reader, const std::vector<ObjectName> &ahead);
    const std::vector<PointRange> &pointsOf(Reader &reader) const;

    NodeReader &nodes_;
    std::vector<Reader> readers_;
    std::unordered_map<ObjectName, size_t> begun_; ///< who is at the first entry of a node
    bool isStarted_ = false;
};

} // namespace backspool::engine
