#pragma once
/// Numbers for what the kernel knows of the mounted points, and the folders behind them.
///
/// Only folders are kept. Everything else has a number that says its folder and its place in it, from which it is found
/// again: a walk through a million files costs no more than their folders. A folder stays while the kernel knows it or
/// something in it.
#include "core/ids.h"
#include "core/object_name.h"

#include <QByteArray>

#include <mutex>
#include <unordered_map>
#include <vector>

namespace backspool::engine {

/// As FUSE counts nodes: 1 is the top.
using NodeNumber = uint64_t;
constexpr NodeNumber kTopNode = 1;
constexpr NodeNumber kLatestNode = 2; ///< the link to the newest point

struct MountedFolder
{
    PointId point;
    NodeNumber parent = kTopNode; ///< the folder that it is in; kTopNode: it is "/" of the point
    uint64_t position = 0;        ///< in the parent
    QByteArray name;              ///< in the parent; of "/": what the point is called
    uint64_t inode = 0;
    ObjectName content;    ///< root of its tree
    ObjectName holder;     ///< the node that holds its entry; null for "/"
    uint64_t openedOn = 0; ///< the line over which the service gave what leads to it; 0: none
};

/// Thread-safe.
class FolderTable
{
public:
    /// The number of @p folder, which is looked up once more: the same while the kernel knows it.
    NodeNumber enter(MountedFolder folder);
    /// The number of what is no folder, at @p position in @p folder, which is looked up once more.
    NodeNumber enter(NodeNumber folder, uint64_t position);
    /// As a look-up of @p number, which is known.
    void hold(NodeNumber number);
    /// Some of the look-ups of @p number count no more.
    void forget(NodeNumber number, uint64_t lookUps);

    /// REQUIRES: the kernel knows it, or something in it.
    MountedFolder folder(NodeNumber number) const;
    void setOpenedOn(NodeNumber number, uint64_t line);
    /// "2026-11-20T14-00-05/home/me"
    QByteArray pathOf(NodeNumber number) const;
    size_t size() const;

    /// Positions in a folder have 32 bits, and so have folders.
    static constexpr uint64_t kMostInFolder = uint64_t(1) << 32;
    static bool isFolder(NodeNumber number) { return number >= kFirst && number < kMostInFolder; }
    static NodeNumber folderOf(NodeNumber entry) { return entry >> 32; }
    static uint64_t positionOf(NodeNumber entry) { return entry & (kMostInFolder - 1); }

private:
    static constexpr NodeNumber kFirst = 16;

    struct Row
    {
        MountedFolder folder;
        uint64_t uses = 0; ///< look-ups of it and of what is in it, and folders in it that stay
    };
    /// Where a folder is: in which one and at which place, or of which point it is "/".
    struct Place
    {
        NodeNumber parent = 0;
        uint64_t position = 0;
        bool operator==(const Place &) const = default;
    };
    struct HashPlace
    {
        size_t operator()(const Place &place) const { return qHashMulti(0, place.parent, place.position); }
    };
    static Place placeOf(const MountedFolder &folder);
    void use(NodeNumber number) { ++rows_[number - kFirst].uses; }

    mutable std::mutex mutex_; ///< guards what follows
    std::vector<Row> rows_;
    std::vector<NodeNumber> free_;
    std::unordered_map<Place, NodeNumber, HashPlace> numbers_;
};

} // namespace backspool::engine
