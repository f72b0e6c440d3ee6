#pragma once
/// How a modified file is differenced: the seed's rule ("If more than a threshold percentage, for example 5-10 percent,
/// has been modified, and if the absolute size of the changes is smaller than a given size (e.g. 2 MB), then the SFP
/// process 342 is selected ... Otherwise, the FDA-detected regions are used").
#include "core/units.h"
#include "difference/changed_regions.h"
#include "policy/policy.h"

#include <optional>

namespace backspool::engine {

struct MethodRule
{
    double share = 0.05;                 ///< of the file: the lower end of the seed's 5 to 10 %
    uint64_t most = uint64_t(2'000'000); ///< bytes: the seed's 2 MB
};

inline MethodRule methodRule(const policy::DifferencePolicy &policy)
{
    return {.share = policy.slidingAbovePercent / 100.0, .most = uint64_t(policy.slidingBelowBytes)};
}

enum class DifferenceMethod : uint8_t {
    SlidingFingerprints, ///< all of the file is read: a document that was written anew, with most of it moved
    Regions              ///< only what the log says was written is read
};

/// Whether more than the rule's share of a file of @p size bytes is in @p regions.
bool isMuch(uint64_t size, const ChangedRegions &regions, const MethodRule &rule);

/// For a file of @p size bytes; without regions there is no choice.
DifferenceMethod chooseMethod(uint64_t size, const std::optional<ChangedRegions> &regions, const MethodRule &rule = {});

} // namespace backspool::engine
