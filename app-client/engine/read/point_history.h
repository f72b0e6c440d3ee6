#pragma once
/// One tree over many points: what is at a path in each of them, with each distinct folder read once.
///
/// Points share the nodes of what did not change. So the history of a folder is a few distinct versions of it, each
/// with the points that have it, and a walk over all points costs what they differ, not what they hold.
#include "core/cancel_token.h"
#include "read/directory_cursor.h"
#include "read/point_list.h"

namespace backspool::engine {

/// Places of points in a PointHistory: from newest to oldest, both included.
struct PointRange
{
    size_t newest = 0;
    size_t oldest = 0;
    bool operator==(const PointRange &) const = default;
};

/// What an entry was in some of the points.
struct EntryVersion
{
    format::DirectoryEntry entry;
    ObjectName leaf;                ///< one of the nodes that hold it
    std::vector<PointRange> points; ///< in order, the newest first
};

/// Not thread-safe. Waits for the service.
class PointHistory
{
public:
    /// All points of this computer. Errors: those of the service.
    static Result<PointHistory> open(PointService &service, NodeReader &nodes);

    /// The newest first.
    const std::vector<protocol::PointSummary> &points() const { return points_; }

    /// The distinct states of @p path (normalised, not "/"), each with its points; none where no point has it.
    Result<std::vector<EntryVersion>> versions(QByteArrayView path);

    /// Called with each path of any point, once: its versions, the newest first. Folders come before what is in them.
    using Visit = std::function<Result<bool>(const QByteArray &path, const std::vector<EntryVersion> &versions)>;
    /// Errors: the visit's, and those of reading.
    Status walk(const CancelToken &cancel, const Visit &visit);

private:
    /// A distinct state of a folder.
    struct Folder
    {
        ObjectName root, parent;
        std::vector<PointRange> points;
    };
    struct FolderHistory
    {
        QByteArray path;
        std::vector<Folder> states;
    };

    PointHistory(PointService &service, NodeReader &nodes) : service_(&service), nodes_(&nodes) {}
    Result<FolderHistory> root();
    static FolderHistory folderOf(const QByteArray &path, const std::vector<EntryVersion> &versions);
    Result<bool> walkFolder(const FolderHistory &folder, std::vector<FolderHistory> &folders, const Visit &visit);
    void prefetch(const std::vector<FolderHistory> &stack);

    PointService *service_;
    NodeReader *nodes_;
    std::vector<protocol::PointSummary> points_;
};

/// @p more into @p points, in order; ranges that touch become one.
void addRanges(std::vector<PointRange> &points, const std::vector<PointRange> &more);

} // namespace backspool::engine
