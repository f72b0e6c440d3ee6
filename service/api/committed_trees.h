#pragma once
/// Whether a stored node or version record is part of a point, so that its commit has checked what is beneath it.
///
/// A client may send a directory that names what it was never given, and leave it out of its point: nothing has checked
/// that one. So a directory is only taken for more than the bytes that it is when a point reaches it.
#include "appliance/appliance.h"

#include <list>
#include <mutex>
#include <unordered_map>

namespace backspool::api {

/// What is known of what is beneath a node or version record.
enum class Standing {
    Unchecked, ///< nothing
    Copied, ///< a commit has checked it, and the service copied it for a point that may be gone by now: it was right,
            ///< but need not all be there any more
    Whole,  ///< it is in a point: right, and there
};

/// Thread-safe. Remembers the trees of a few points: 16 bytes a node or version.
class CommittedTrees
{
public:
    explicit CommittedTrees(appliance::Appliance &appliance) : appliance_(appliance) {}

    /// Whole when @p name, which lies at @p location, is in the tree of the point that it came with, or of its client's
    /// newest one. The first question about a point walks its directories. Errors: Io, Damaged (the catalogue).
    Result<Standing> standingOf(const ObjectName &name, const store::ObjectLocation &location);
    /// Says that a point was made: containers are committed that were not. Does not block.
    void pointMade() { areOriginsOld_ = true; }

private:
    /// Half a name: a second name with the same half cannot be found.
    struct Tag
    {
        uint64_t high = 0;
        uint64_t low = 0;
        auto operator<=>(const Tag &) const = default;
    };
    struct Origin
    {
        ClientId client;
        LeaseId lease;
        bool isCommitted = false;
    };
    using Tags = std::vector<Tag>; ///< sorted

    class Collector;
    static Tag tagOf(const ObjectName &name);
    Result<std::optional<Origin>> originOf(ContainerId container);
    /// Once space may have been given back, a point that is remembered need not be one any more.
    void forgetAfterReclaim();
    std::shared_ptr<const Tags> knownTree(PointId point);
    /// Of the point that was made under @p lease; when it was forgotten, of the client's newest. Null: there is none.
    Result<std::shared_ptr<const Tags>> treeFor(ClientId client, LeaseId lease);

    appliance::Appliance &appliance_;
    std::atomic<bool> areOriginsOld_ = true;
    std::mutex mutex_; ///< guards what follows; held while a point is walked: others that ask want the same one
    std::unordered_map<ContainerId, Origin> origins_;
    uint64_t condemnations_ = 0;                  ///< of the store, when what follows was learned
    std::unordered_map<LeaseId, PointId> points_; ///< of leases asked for: whose tree answers for them
    std::list<std::pair<PointId, std::shared_ptr<const Tags>>> trees_; ///< the last used one first
};

} // namespace backspool::api
