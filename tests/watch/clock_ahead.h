#pragma once
/// A clock that a test sets ahead.
#include "core/clock.h"

namespace backspool::test {

class ClockAhead final : public Clock
{
public:
    std::chrono::seconds ahead{};

    WallTime now() const override { return SystemClock().now() + ahead; }
    std::chrono::steady_clock::time_point steadyNow() const override { return SystemClock().steadyNow() + ahead; }
};

} // namespace backspool::test
