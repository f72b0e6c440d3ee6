#pragma once
/// Connections to a service in memory, which can be away or say nothing.
#include "mount/service_link.h"
#include "read/memory_service.h"

namespace backspool::tests {

/// Thread-safe.
class MemoryLines
{
public:
    explicit MemoryLines(MemoryService &service) : service_(service) {}

    std::atomic<bool> isAway = false;   ///< nothing can be reached, and what was is lost
    std::atomic<bool> isSilent = false; ///< what is asked is not answered
    std::atomic<int> connections = 0;
    std::atomic<int> attempts = 0;

    Result<std::unique_ptr<engine::ServiceLine>> connect()
    {
        ++attempts;
        if (isAway)
            return fail(ErrorKind::Unreachable, QStringLiteral("the service is away"));
        ++connections;
        service_.forgetGiven();
        return std::make_unique<Line>(*this);
    }

private:
    class Line final : public engine::ServiceLine, public engine::PointService
    {
    public:
        explicit Line(MemoryLines &of) : of_(of) {}
        engine::PointService &service() override { return *this; }
        void abort() override
        {
            std::vector<OnObjects> waiting;
            {
                const std::lock_guard lock(mutex_);
                isLost_ = true;
                waiting = std::exchange(waiting_, {});
            }
            for (const auto &onObjects : waiting)
                onObjects(fail(lost()), true);
        }
        Result<protocol::Points> listPoints(const protocol::ListPoints &request) override
        {
            TRY(check());
            return of_.service_.listPoints(request);
        }
        Result<format::PointRecord> point(PointId point) override
        {
            TRY(check());
            return of_.service_.point(point);
        }
        Status getObjects(const protocol::GetObjects &request, OnObjects onObjects) override
        {
            TRY(check());
            if (!of_.isSilent)
                return of_.service_.getObjects(request, std::move(onObjects));
            const std::lock_guard lock(mutex_);
            waiting_.push_back(std::move(onObjects));
            return {};
        }

    private:
        static Error lost() { return {ErrorKind::Cancelled, QStringLiteral("the connection was ended")}; }
        Status check()
        {
            const std::lock_guard lock(mutex_);
            isLost_ = isLost_ || of_.isAway;
            return isLost_ ? Status(fail(lost())) : Status();
        }

        MemoryLines &of_;
        std::mutex mutex_; ///< guards what follows
        bool isLost_ = false;
        std::vector<OnObjects> waiting_;
    };

    MemoryService &service_;
};

} // namespace backspool::tests
