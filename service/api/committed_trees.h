#pragma once
/// Whether a stored node or version record is part of a point, so that its commit has checked what is beneath it.
///
/// A client may send a directory that names what it was never given, and leave it out of its point: nothing has checked
/// that one. So a directory is only taken for more than the bytes that it is when a point reaches it.
#include "appliance/appliance.h"

#include <condition_variable>
#include <list>
#include <mutex>
#include <set>
#include <unordered_map>

namespace backspool::api {

/// What is known of what is beneath a node or version record.
enum class Standing {
    Unchecked, ///< nothing
    Copied, ///< a commit has checked it, and the service copied it for a point that may be gone by now: it was right,
            ///< but need not all be there any more
    Whole,  ///< it is in a point: right, and there
};

/// Thread-safe. Remembers the trees of the points asked for last: 16 bytes a node or version, 64 MB in all.
class CommittedTrees
{
public:
    explicit CommittedTrees(appliance::Appliance &appliance) : appliance_(appliance) {}

    /// Whole when @p name, which lies at @p location, is in the tree of its client's newest point, or of the one that
    /// it came with. (In this order: a client that claims all that it has is answered from one tree, however many
    /// points its directories came with.) The first question about a point walks its directories; whoever wants the
    /// same one meanwhile waits, all others do not. Errors: Io, Damaged (the catalogue), Cancelled.
    Result<Standing> standingOf(const ObjectName &name, const store::ObjectLocation &location,
                                const CancelToken &cancel);
    /// Says that a point was made: containers are committed that were not. Does not block.
    void pointMade() { isOld_ = true; }
    /// How many points were walked so far.
    uint64_t walks() const { return walks_; }

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
    /// A point's roots; no id: there is no such point.
    struct Roots
    {
        PointId id;
        ObjectName entries;
        ObjectName hints;
        format::FileContent systemInformation;
    };
    using Tags = std::vector<Tag>; ///< sorted
    using TagsPointer = std::shared_ptr<const Tags>;

    class Collector;
    static Roots rootsOf(const catalogue::PointRow &point);
    static Tag tagOf(const ObjectName &name);
    // These three with mutex_ held.
    /// Once space may have been given back, a point that is remembered need not be one any more.
    Status forgetWhatIsOld();
    Result<Roots> newestOf(ClientId client);
    Result<Roots> madeUnder(const Origin &origin);
    Result<bool> isInTree(const ObjectName &name, const Roots &point, const CancelToken &cancel);
    Result<TagsPointer> treeOf(const Roots &point, const CancelToken &cancel);
    TagsPointer knownTree(PointId point);
    void keep(PointId point, const TagsPointer &tree);

    appliance::Appliance &appliance_;
    std::atomic<bool> isOld_ = true; ///< what was learned from the catalogue
    std::atomic<uint64_t> walks_ = 0;
    std::mutex mutex_; ///< guards what follows; not held while a point is walked
    std::condition_variable walked_;
    std::unordered_map<ContainerId, Origin> origins_;
    uint64_t condemnations_ = 0; ///< of the store, when what follows was learned
    std::unordered_map<ClientId, Roots> newest_;
    std::unordered_map<LeaseId, Roots> madeUnder_;
    std::set<PointId> beingWalked_;
    std::list<std::pair<PointId, TagsPointer>> trees_; ///< the last used one first
    size_t tagsKept_ = 0;                              ///< in trees_
};

} // namespace backspool::api
