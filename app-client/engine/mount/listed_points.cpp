#include "mount/listed_points.h"

#include "read/point_list.h"

#include <algorithm>

namespace backspool::engine {

Result<std::shared_ptr<const PointsByName>> ListedPoints::points(std::chrono::nanoseconds believed)
{
    {
        const std::lock_guard lock(mutex_);
        if (listed_ && clock_.steadyNow() - listedAt_ < believed)
            return listed_;
    }
    std::vector<NamedPoint> found;
    TRY(link_.ask([&](OpenLine &line) {
        found.clear();
        return forEachPoint(line.service, [&](const protocol::PointSummary &point) -> Result<bool> {
            found.push_back({point.id, point.started});
            return true;
        });
    }));
    auto listed = std::make_shared<const PointsByName>(namesOfPoints(found));
    const std::lock_guard lock(mutex_);
    listed_ = listed;
    listedAt_ = clock_.steadyNow();
    return listed;
}

Result<bool> ListedPoints::has(PointId point)
{
    const auto listed = TRY(points(std::chrono::seconds(1)));
    return std::ranges::any_of(*listed, [&](const auto &named) { return named.second.id == point; });
}

} // namespace backspool::engine
