#include "difference/changed_regions.h"

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
    while (next_ < regions_.size() && regions_[next_].offset + regions_[next_].length <= offset)
        ++next_;
    return next_ < regions_.size() && regions_[next_].offset < offset + length;
}

} // namespace backspool::engine
