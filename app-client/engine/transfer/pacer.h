#pragma once
/// Keeps the rate that the service granted (seed: data transfer module 350, "delay between the transfer of each
/// chunk").
#include "core/clock.h"
#include "core/units.h"

#include <mutex>

namespace backspool::engine {

/// Thread-safe. A rate of 0 means no limit.
class Pacer
{
public:
    explicit Pacer(const Clock &clock, uint64_t bytesPerSecond = 0) : clock_(clock), rate_(bytesPerSecond) {}
    void setRate(uint64_t bytesPerSecond);
    /// How long the caller has to wait before it sends @p bytes, which are counted as sent.
    std::chrono::nanoseconds delayFor(ByteCount bytes);

private:
    const Clock &clock_;
    std::mutex mutex_; ///< guards the rest
    uint64_t rate_;
    std::chrono::steady_clock::time_point free_{}; ///< when everything counted so far is on its way at this rate
};

} // namespace backspool::engine
