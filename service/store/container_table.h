#pragma once
/// The catalogue's rows of containers, kept beside it in memory: every look-up asks for them.
#include "catalogue/rows.h"
#include "core/units.h"

#include <optional>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

namespace backspool::store {

/// Thread-safe; calls nothing under its lock.
class ContainerTable
{
public:
    /// Adds the row or takes the place of the one with its id.
    void put(const catalogue::ContainerRow &row);
    void remove(ContainerId id);
    /// A staged container has grown.
    void setSize(ContainerId id, uint64_t bytes, uint64_t objects);

    std::optional<catalogue::ContainerRow> row(ContainerId id) const;
    /// Part of the store: staged or published.
    bool isLive(ContainerId id) const;
    /// Whether @p one was begun before @p other (what was saved of an unfinished one: when that was begun).
    bool isBegunBefore(ContainerId one, ContainerId other) const;
    /// When the one that was begun last was begun.
    WallTime newestBegun() const;
    /// Sorted by id.
    std::vector<catalogue::ContainerRow> rows(catalogue::ContainerState state) const;
    std::vector<catalogue::ContainerRow> liveRows() const;

    /// Of all live containers.
    uint64_t objectCount() const;
    /// Of all live containers; a published DTF counts twice (its mirror).
    ByteCount bytes() const;

private:
    template <class Take> std::vector<catalogue::ContainerRow> rowsWhere(Take take) const;
    mutable std::shared_mutex mutex_; ///< guards rows_
    std::unordered_map<ContainerId, catalogue::ContainerRow> rows_;
};

} // namespace backspool::store
