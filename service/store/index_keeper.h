#pragma once
/// Keeps the chunk index complete: inserts what its runs do not cover, writes it out beside the work when it has grown,
/// and makes it anew from the containers where it is damaged.
#include "store/chunk_index.h"
#include "store/store_parts.h"

#include <QThreadPool>

namespace backspool::store {

/// Drops what repeats a name, and sorts: of the places of one name in a container, the one stays that
/// ChunkIndex::find() would give.
void keepOneOfEach(std::vector<IndexEntry> &entries);

/// Thread-safe. Look-ups find damaged runs out and replace them; they then take as long as that takes.
class IndexKeeper
{
public:
    /// @p indexOf reads the index of a container. The table has all containers by now.
    static Result<std::unique_ptr<IndexKeeper>>
    open(StoreParts &parts, std::function<Result<format::ContainerIndex>(ContainerId)> indexOf);
    /// Writes out what is in memory.
    ~IndexKeeper();

    Result<std::vector<std::optional<ObjectLocation>>> find(std::span<const ObjectName> names) const;
    Result<std::vector<ObjectLocation>> findAll(const ObjectName &name) const;

    void insert(std::span<const IndexEntry> entries);
    /// All objects of a container, and that these are all.
    void insert(ContainerId container, const format::ContainerIndex &index);
    void completed(ContainerId container);

private:
    IndexKeeper(StoreParts &parts, std::function<Result<format::ContainerIndex>(ContainerId)> indexOf);
    void insertObjects(ContainerId container, const format::ContainerIndex &index) const;
    Result<std::vector<ContainerId>> insertContainers(std::span<const ContainerId> containers) const;
    void flushWhereLarge();
    void flushBesideTheWork();
    void flushOrRepair() const;
    Status repair() const;

    StoreParts &parts_;
    const std::function<Result<format::ContainerIndex>(ContainerId)> indexOf_;
    std::unique_ptr<ChunkIndex> index_;
    mutable std::mutex repairing_; ///< held through a repair
    std::atomic<bool> isFlushing_ = false;
    QThreadPool flusher_; ///< one thread; the last member: ends first
};

} // namespace backspool::store
