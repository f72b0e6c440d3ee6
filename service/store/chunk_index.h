#pragma once
/// From an object's name to where it lies: the chunk index of the appliance.
///
/// A table in memory takes what is new; when it has grown enough it is written as a sorted run. Each run has a filter
/// in memory (blocked Bloom, 12 bits a name) and the start of each page, so that a look-up of a name that is not there
/// costs no read and one that is there about one (docs/format.md does not specify these files: they are derived from
/// the containers' indexes and made again when lost). Neighbours in a container are neighbours in time, not in a run.
///
/// Memory: under 2 bytes for each name in runs. A place in a container that is no longer part of the store is ignored.
#include "core/ids.h"
#include "core/object_name.h"
#include "format/container_writer.h"
#include "store/disk.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>

namespace backspool::store {

struct ObjectLocation
{
    ContainerId container;
    format::ObjectPlace place;
    format::ObjectKind kind = format::ObjectKind::Chunk;
    auto operator<=>(const ObjectLocation &) const = default;
};

struct IndexEntry
{
    ObjectName name;
    ObjectLocation location;
};

/// Thread-safe.
class ChunkIndex
{
public:
    /// @p isLive says whether a container is part of the store (called under the index's lock: quick).
    using IsLive = std::function<bool(ContainerId)>;

    /// Whether one container was begun before another. Likewise quick.
    using IsBegunBefore = std::function<bool(ContainerId, ContainerId)>;

    /// Opens the runs in @p folder; damaged or missing ones are dropped: see coveredContainers().
    static Result<std::unique_ptr<ChunkIndex>> open(Disk &disk, const QString &folder, IsLive isLive,
                                                    IsBegunBefore isBegunBefore = std::less<ContainerId>());
    ~ChunkIndex();

    /// Containers whose every object is in some run on disk. The others must be inserted again after open().
    std::vector<ContainerId> coveredContainers() const;

    /// A live place of @p name: the one that was inserted last, but of version records that in the container that was
    /// begun last, whatever the order of insertion (containers are inserted again after a crash or a damage): two of
    /// them need not say the same. And no version record where there is anything else by the name: that name was
    /// computed from the object, a record's is a client's word. Errors: Io, Damaged (a run; the caller rebuilds the
    /// index).
    Result<std::optional<ObjectLocation>> find(const ObjectName &name) const;
    /// All live places, first the one that find() gives (a damaged copy may have a twin).
    Result<std::vector<ObjectLocation>> findAll(const ObjectName &name) const;
    /// As many find()s, sorted inside for locality; results in the order of @p names.
    Result<std::vector<std::optional<ObjectLocation>>> find(std::span<const ObjectName> names) const;

    void insert(std::span<const IndexEntry> entries);
    /// All objects of @p container were inserted: it may be counted as covered with the next run.
    void completed(ContainerId container);
    /// Writes what is in memory as a run and merges runs where there are too many. Called by the owner when
    /// pendingCount() is large, and at the end. Look-ups go on beside it.
    Status flush();
    size_t pendingCount() const;

    /// Containers with objects in runs that were found damaged at a look-up or a flush. The owner inserts their objects
    /// again (what is new is found before the damaged run is looked at), then drops these runs.
    std::vector<ContainerId> damagedContainers() const;
    /// Takes the damaged runs that speak of @p inserted containers only out of the index. The containers are not
    /// covered until they are completed() after this.
    Status dropDamagedRuns(std::span<const ContainerId> inserted);

    /// Names that live containers give (counts twins in several runs more than once until they are merged).
    uint64_t entryCount() const;
    ByteCount memoryUse() const;

private:
    struct Private;
    explicit ChunkIndex(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace backspool::store
