#include "difference/changed_regions.h"

#include <algorithm>

namespace backspool::engine {

uint64_t bytesIn(const ChangedRegions &regions)
{
    uint64_t bytes = 0;
    for (const auto &region : regions)
        bytes += region.length;
    return bytes;
}

bool RegionCursor::touches(uint64_t offset, uint64_t length)
{
    const auto next = nextFrom(offset);
    return next && *next < offset + length;
}

std::optional<uint64_t> RegionCursor::nextFrom(uint64_t offset)
{
    while (next_ < regions_.size() && regions_[next_].offset + regions_[next_].length <= offset)
        ++next_;
    if (next_ == regions_.size())
        return std::nullopt;
    return std::max(regions_[next_].offset, offset);
}

} // namespace backspool::engine
