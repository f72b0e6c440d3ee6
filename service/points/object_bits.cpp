#include "points/object_bits.h"

#include <algorithm>

namespace backspool::points {

namespace {
constexpr size_t kWordBits = 64;
}

void ObjectBits::addContainer(ContainerId container, const format::ContainerIndex &index)
{
    Table table;
    table.blocks.reserve(index.blocks.size());
    table.first.reserve(index.blocks.size() + 1);
    for (const auto &block : index.blocks) {
        table.blocks.push_back(block.offset);
        table.first.push_back(block.firstObject);
    }
    table.first.push_back(uint32_t(index.objects.size()));
    table.words = std::make_unique<std::atomic<uint64_t>[]>((index.objects.size() + kWordBits - 1) / kWordBits);
    tables_.insert_or_assign(container, std::move(table));
}

ObjectBits::Bit ObjectBits::bitOf(const store::ObjectLocation &location) const
{
    const auto &table = tables_.find(location.container)->second;
    const auto block = std::ranges::lower_bound(table.blocks, location.place.blockOffset);
    if (block == table.blocks.end() || *block != location.place.blockOffset)
        return {};
    const auto i = size_t(block - table.blocks.begin());
    if (location.place.slot >= table.first[i + 1] - table.first[i])
        return {};
    const size_t number = table.first[i] + location.place.slot;
    return {&table.words[number / kWordBits], uint64_t(1) << (number % kWordBits)};
}

bool ObjectBits::set(const store::ObjectLocation &location)
{
    const auto bit = bitOf(location);
    return !bit.word || (bit.word->fetch_or(bit.mask, std::memory_order_relaxed) & bit.mask) != 0;
}

bool ObjectBits::test(const store::ObjectLocation &location) const
{
    const auto bit = bitOf(location);
    return !bit.word || (bit.word->load(std::memory_order_relaxed) & bit.mask) != 0;
}

} // namespace backspool::points
