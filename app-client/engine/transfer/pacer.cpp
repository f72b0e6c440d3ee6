#include "transfer/pacer.h"

namespace backspool::engine {

void Pacer::setRate(uint64_t bytesPerSecond)
{
    const std::lock_guard lock(mutex_);
    rate_ = bytesPerSecond;
}

std::chrono::nanoseconds Pacer::delayFor(ByteCount bytes)
{
    const std::lock_guard lock(mutex_);
    if (rate_ == 0)
        return std::chrono::nanoseconds::zero();
    const auto now = clock_.steadyNow();
    const auto start = std::max(now, free_);
    free_ = start + std::chrono::nanoseconds(uint64_t(double(bytes) * 1e9 / double(rate_)));
    return start - now;
}

} // namespace backspool::engine
