#pragma once
/// Time as an argument: whatever decides by the time of day takes a Clock, so that tests set it.
#include <chrono>
#include <cstdint>

namespace backspool {

/// A time on the wall: nanoseconds since 1970-01-01 UTC (no leap seconds), as files and points carry it.
using WallTime = std::chrono::sys_time<std::chrono::nanoseconds>;

class Clock
{
public:
    virtual ~Clock() = default;
    virtual WallTime now() const = 0;
    /// Never goes back; of no meaning outside this process.
    virtual std::chrono::steady_clock::time_point steadyNow() const = 0;
};

class SystemClock final : public Clock
{
public:
    WallTime now() const override;
    std::chrono::steady_clock::time_point steadyNow() const override;
};

/// Seconds since 1970 as catalogue and formats store them.
inline int64_t unixSeconds(WallTime time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}
inline WallTime fromUnixSeconds(int64_t seconds)
{
    return WallTime(std::chrono::seconds(seconds));
}

} // namespace backspool
