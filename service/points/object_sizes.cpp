#include "points/object_sizes.h"

#include <algorithm>

namespace backspool::points {

namespace {
constexpr size_t kMaxSizes = 8 * 1024 * 1024;
}

void ObjectSizes::forgetOldest()
{
    while (count_ > kMaxSizes && uses_.size() > 1) {
        const auto oldest = tables_.find(uses_.back());
        count_ -= oldest->second.sizes.size();
        tables_.erase(oldest);
        uses_.pop_back();
    }
}

Result<const ObjectSizes::Table *> ObjectSizes::tableOf(ContainerId container)
{
    const auto known = tables_.find(container);
    if (known != tables_.end()) {
        uses_.splice(uses_.begin(), uses_, known->second.use);
        return &known->second;
    }
    const auto index = TRY(store_.containerIndex(container));
    Table table;
    table.blocks.reserve(index.blocks.size());
    table.first.reserve(index.blocks.size() + 1);
    table.sizes.reserve(index.objects.size());
    for (const auto &block : index.blocks) {
        table.blocks.push_back(block.offset);
        table.first.push_back(block.firstObject);
    }
    table.first.push_back(uint32_t(index.objects.size()));
    for (const auto &object : index.objects)
        table.sizes.push_back(object.size);
    count_ += table.sizes.size();
    uses_.push_front(container);
    table.use = uses_.begin();
    const auto *kept = &tables_.emplace(container, std::move(table)).first->second;
    forgetOldest();
    return kept;
}

std::optional<uint32_t> ObjectSizes::lookUp(const Table &table, const format::ObjectPlace &place) const
{
    const auto block = std::ranges::lower_bound(table.blocks, place.blockOffset);
    if (block == table.blocks.end() || *block != place.blockOffset)
        return std::nullopt;
    const auto i = size_t(block - table.blocks.begin());
    if (place.slot >= table.first[i + 1] - table.first[i])
        return std::nullopt;
    return table.sizes[table.first[i] + place.slot];
}

Result<uint32_t> ObjectSizes::sizeOf(const ObjectName &name, const store::ObjectLocation &location)
{
    auto size = sizeAt(location);
    if (size || size.error().kind() != ErrorKind::NotFound)
        return size;
    // A reclaim may have replaced its container since it was found: then it is elsewhere by now.
    const auto again = TRY(store_.find(name));
    return again ? sizeAt(*again) : size;
}

Result<uint32_t> ObjectSizes::sizeAt(const store::ObjectLocation &location)
{
    if (const auto table = tableOf(location.container)) {
        if (const auto size = lookUp(**table, location.place))
            return *size;
    }
    // A container that is being written has grown since, or has no index yet.
    const auto block = TRY(store_.readObjects(location));
    if (location.place.slot >= block.count())
        return fail(ErrorKind::Damaged, QStringLiteral("there is no object where the index says"));
    return block.table()[location.place.slot].size;
}

} // namespace backspool::points
