#include "store/container_table.h"

#include <algorithm>
#include <mutex>

namespace backspool::store {

using catalogue::ContainerRow;
using catalogue::ContainerState;

void ContainerTable::put(const ContainerRow &row)
{
    const std::unique_lock lock(mutex_);
    rows_.insert_or_assign(row.id, row);
}

void ContainerTable::remove(ContainerId id)
{
    const std::unique_lock lock(mutex_);
    rows_.erase(id);
}

void ContainerTable::setSize(ContainerId id, uint64_t bytes, uint64_t objects)
{
    const std::unique_lock lock(mutex_);
    const auto found = rows_.find(id);
    if (found == rows_.end())
        return;
    found->second.size = bytes;
    found->second.objectCount = objects;
}

std::optional<ContainerRow> ContainerTable::row(ContainerId id) const
{
    const std::shared_lock lock(mutex_);
    const auto found = rows_.find(id);
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
}

bool ContainerTable::isLive(ContainerId id) const
{
    const std::shared_lock lock(mutex_);
    const auto found = rows_.find(id);
    return found != rows_.end() && found->second.state != ContainerState::Removing;
}

bool ContainerTable::isBegunBefore(ContainerId one, ContainerId other) const
{
    const std::shared_lock lock(mutex_);
    const auto first = rows_.find(one);
    const auto second = rows_.find(other);
    const bool areKnown = first != rows_.end() && second != rows_.end();
    if (!areKnown || first->second.created == second->second.created)
        return one < other;
    return first->second.created < second->second.created;
}

WallTime ContainerTable::newestBegun() const
{
    const std::shared_lock lock(mutex_);
    WallTime newest{};
    for (const auto &[id, row] : rows_)
        newest = std::max(newest, row.created);
    return newest;
}

template <class Take> std::vector<ContainerRow> ContainerTable::rowsWhere(Take take) const
{
    std::vector<ContainerRow> taken;
    {
        const std::shared_lock lock(mutex_);
        for (const auto &[id, row] : rows_) {
            if (take(row))
                taken.push_back(row);
        }
    }
    std::ranges::sort(taken, {}, &ContainerRow::id);
    return taken;
}

std::vector<ContainerRow> ContainerTable::rows(ContainerState state) const
{
    return rowsWhere([&](const ContainerRow &row) { return row.state == state; });
}

std::vector<ContainerRow> ContainerTable::liveRows() const
{
    return rowsWhere([](const ContainerRow &row) { return row.state != ContainerState::Removing; });
}

uint64_t ContainerTable::objectCount() const
{
    uint64_t count = 0;
    for (const auto &row : liveRows())
        count += row.objectCount;
    return count;
}

ByteCount ContainerTable::bytes() const
{
    ByteCount bytes = 0;
    for (const auto &row : liveRows()) {
        const bool hasMirror = row.kind == format::ContainerKind::Dtf && row.state == ContainerState::Published;
        bytes += ByteCount(row.size) * (hasMirror ? 2 : 1);
    }
    return bytes;
}

} // namespace backspool::store
