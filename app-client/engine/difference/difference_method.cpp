#include "difference/difference_method.h"

namespace backspool::engine {

bool isMuch(uint64_t size, const ChangedRegions &regions, const MethodRule &rule)
{
    return double(bytesIn(regions)) > rule.share * double(size);
}

DifferenceMethod chooseMethod(uint64_t size, const std::optional<ChangedRegions> &regions, const MethodRule &rule)
{
    if (!regions)
        return DifferenceMethod::SlidingFingerprints;
    return isMuch(size, *regions, rule) && bytesIn(*regions) < rule.most ? DifferenceMethod::SlidingFingerprints
                                                                         : DifferenceMethod::Regions;
}

} // namespace backspool::engine
