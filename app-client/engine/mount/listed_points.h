#pragma once
/// Which points there are, and what they are called; asked again after a while.
#include "mount/point_names.h"
#include "mount/service_link.h"

namespace backspool::engine {

/// Thread-safe. Blocks; errors: the link's.
class ListedPoints
{
public:
    /// How long it is believed which points there are.
    static constexpr std::chrono::seconds kBelieved{10};

    /// Link and clock outlive it.
    ListedPoints(ServiceLink &link, const Clock &clock) : link_(link), clock_(clock) {}

    Result<std::shared_ptr<const PointsByName>> points() { return points(kBelieved); }
    /// Whether @p point is there yet, as it was told a second ago at most.
    Result<bool> has(PointId point);

private:
    Result<std::shared_ptr<const PointsByName>> points(std::chrono::nanoseconds believed);

    ServiceLink &link_;
    const Clock &clock_;
    std::mutex mutex_; ///< guards what follows
    std::shared_ptr<const PointsByName> listed_;
    std::chrono::steady_clock::time_point listedAt_;
};

} // namespace backspool::engine
