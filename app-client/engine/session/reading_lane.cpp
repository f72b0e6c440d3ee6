#include "session/reading_lane.h"

namespace backspool::engine {

Reading::Reading(std::unique_ptr<PointSession> session, ByteCount nodesKept)
    : session_(std::move(session)), fetcher_(session_->service(), session_->verifier()), nodes_(fetcher_, nodesKept)
{
}

PointHistory &Reading::history(const PointsSnapshot &points)
{
    if (!history_ || points_ != points) {
        points_ = points;
        history_.emplace(session_->service(), nodes_, *points);
        names_.reset();
    }
    return *history_;
}

NameIndex &Reading::names(const PointsSnapshot &points)
{
    history(points);
    if (!names_)
        names_.emplace();
    return *names_;
}

ReadingLane::~ReadingLane()
{
    cancel_.cancel();
    const std::scoped_lock lock(mutex_);
    if (reading_)
        reading_->session().abort();
}

bool ReadingLane::isConnected() const
{
    return reading_ && !reading_->session().failure();
}

Result<Reading *> ReadingLane::connected()
{
    if (isConnected())
        return reading_.get();
    {
        const std::scoped_lock lock(mutex_);
        reading_.reset();
    }
    auto reading = std::make_unique<Reading>(TRY(connect_(cancel_)), nodesKept_);
    const std::scoped_lock lock(mutex_);
    TRY(cancel_.check());
    reading_ = std::move(reading);
    return reading_.get();
}

} // namespace backspool::engine
