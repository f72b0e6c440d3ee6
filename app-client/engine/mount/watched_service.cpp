#include "mount/watched_service.h"

namespace backspool::engine {

void WatchedService::asked()
{
    const std::lock_guard lock(mutex_);
    if (waiting_++ == 0)
        lastSign_ = clock_.steadyNow();
}

void WatchedService::answered(bool isWhole)
{
    const std::lock_guard lock(mutex_);
    lastSign_ = clock_.steadyNow();
    if (isWhole)
        --waiting_;
}

bool WatchedService::isSilentFor(std::chrono::nanoseconds time) const
{
    const std::lock_guard lock(mutex_);
    return waiting_ > 0 && clock_.steadyNow() - lastSign_ > time;
}

Result<protocol::Points> WatchedService::listPoints(const protocol::ListPoints &request)
{
    asked();
    auto points = service_.listPoints(request);
    answered(true);
    return points;
}

Result<format::PointRecord> WatchedService::point(PointId point)
{
    asked();
    auto record = service_.point(point);
    answered(true);
    return record;
}

Status WatchedService::getObjects(const protocol::GetObjects &request, OnObjects onObjects)
{
    asked();
    auto sent =
        service_.getObjects(request, [this, onObjects = std::move(onObjects)](Result<QByteArray> payload, bool isLast) {
            answered(isLast);
            onObjects(std::move(payload), isLast);
        });
    if (!sent)
        answered(true);
    return sent;
}

} // namespace backspool::engine
