#include "difference/difference_method.h"

namespace backspool::engine {

DifferenceMethod chooseMethod(uint64_t size, const std::optional<ChangedRegions> &regions, const MethodRule &rule)
{
    if (!regions)
        return DifferenceMethod::SlidingFingerprints;
    const uint64_t changed = bytesIn(*regions);
    const bool isMuchOfIt = double(changed) > rule.share * double(size);
    return isMuchOfIt && changed < rule.most ? DifferenceMethod::SlidingFingerprints : DifferenceMethod::Regions;
}

} // namespace backspool::engine
