#pragma once
/// One tree over many points: what is at a path in each of them, with each distinct folder read once.
///
/// Points share the nodes of what did not change. So the history of a folder is a few distinct versions of it, each
/// with the points that have it, and a walk over all points costs what they differ, not what they hold.
#include "core/cancel_token.h"
#include "read/folder_merge.h"
#include "read/point_list.h"

#include <span>
#include <unordered_map>

namespace backspool::engine {

/// Not thread-safe. Waits for the service.
class PointHistory
{
public:
    /// All points of this computer. Errors: those of the service.
    static Result<PointHistory> open(PointService &service, NodeReader &nodes);
    /// Of @p points, the newest first, as somebody listed them.
    PointHistory(PointService &service, NodeReader &nodes, std::vector<protocol::PointSummary> points);

    /// The newest first.
    const std::vector<protocol::PointSummary> &points() const { return points_; }

    /// The distinct states of @p path (normalised, not "/"), each with its points; none where no point has it.
    Result<std::vector<EntryVersion>> versions(QByteArrayView path);

    /// The range of all points; nothing where there are none.
    std::optional<PointRange> all() const;
    /// Called with each path of any point, once: its versions, the newest first. Folders come before what is in them.
    using Visit = std::function<Result<bool>(const QByteArray &path, const std::vector<EntryVersion> &versions)>;
    /// Errors: the visit's, and those of reading.
    Status walk(const CancelToken &cancel, const Visit &visit);
    /// Visits what the folder @p path (normalised) itself holds in the points of @p range, in order of names. Returns
    /// the points of the range in which it is a folder. Errors: the visit's, and those of reading.
    Result<std::vector<PointRange>> visitFolder(QByteArrayView path, const PointRange &range, const Visit &visit);

    /// A folder in all its states.
    struct FolderHistory
    {
        QByteArray path;
        std::vector<FolderState> states;
    };
    /// A walk that can be left and gone on with: the folders that come next, the last one first.
    using Walk = std::vector<FolderHistory>;
    Result<Walk> beginWalk();
    /// Visits what the next folder of @p walk holds. Nothing is left when @p walk is empty. False: the visit wanted no
    /// more. Errors: the visit's, and those of reading; the walk is of no use after them.
    Result<bool> walkOn(Walk &walk, const Visit &visit);

private:
    Result<bool> isThere(size_t point);
    Status openPoints(const PointRange &range);
    Result<FolderHistory> root(const PointRange &range);
    static FolderHistory folderOf(const QByteArray &path, const std::vector<EntryVersion> &versions);
    Result<bool> walkFolder(const FolderHistory &folder, std::vector<FolderHistory> &folders, const Visit &visit);
    Result<std::vector<EntryVersion>> step(const FolderHistory &folder, QByteArrayView name);
    void prefetch(std::span<const FolderState> states);
    /// Of those that are visited next.
    void prefetch(const std::vector<FolderHistory> &stack);

    PointService *service_;
    NodeReader *nodes_;
    std::vector<protocol::PointSummary> points_;
    /// By the root of its tree: whether the service has given the point; its root may then be asked for.
    std::unordered_map<ObjectName, bool> roots_;
};

/// Where a path is over all points.
struct PathPresence
{
    size_t newest = 0, oldest = 0; ///< places of points
    size_t points = 0;
};
/// REQUIRES: there are versions.
PathPresence presenceOf(const std::vector<EntryVersion> &versions);

} // namespace backspool::engine
