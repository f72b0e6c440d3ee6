#pragma once
/// A service of which it is known whether it answers: what was asked, and when something last came.
#include "core/clock.h"
#include "read/point_service.h"

#include <mutex>

namespace backspool::engine {

/// Thread-safe. Outlives what it was asked.
class WatchedService final : public PointService
{
public:
    WatchedService(PointService &service, const Clock &clock) : service_(service), clock_(clock) {}

    Result<protocol::Points> listPoints(const protocol::ListPoints &request) override;
    Result<format::PointRecord> point(PointId point) override;
    Status getObjects(const protocol::GetObjects &request, OnObjects onObjects) override;

    /// Something is waited for, and nothing has come for @p time.
    bool isSilentFor(std::chrono::nanoseconds time) const;

private:
    void asked();
    void answered(bool isWhole);

    PointService &service_;
    const Clock &clock_;
    mutable std::mutex mutex_; ///< guards what follows
    int waiting_ = 0;
    std::chrono::steady_clock::time_point lastSign_;
};

} // namespace backspool::engine
