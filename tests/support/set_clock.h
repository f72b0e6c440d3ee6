#pragma once
/// A clock that stands until a test moves it.
#include "core/clock.h"

#include <atomic>

namespace backspool::test {

class SetClock final : public Clock
{
public:
    WallTime now() const override { return fromUnixSeconds(seconds_); }
    std::chrono::steady_clock::time_point steadyNow() const override
    {
        return std::chrono::steady_clock::time_point(std::chrono::seconds(seconds_));
    }
    void advance(std::chrono::seconds by) { seconds_ += by.count(); }

private:
    std::atomic<int64_t> seconds_ = 1'800'000'000;
};

} // namespace backspool::test
