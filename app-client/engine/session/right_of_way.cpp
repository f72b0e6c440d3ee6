#include "session/right_of_way.h"

namespace backspool::engine {

namespace {
/// After that a wait looks whether it is still of use: a window's thread may wait for its end.
constexpr std::chrono::milliseconds kLook(5);
} // namespace

RightOfWay::Hold RightOfWay::take()
{
    {
        const std::lock_guard lock(state_->mutex);
        ++state_->holds;
    }
    return {nullptr, [state = state_](void *) {
                const std::lock_guard lock(state->mutex);
                if (--state->holds == 0)
                    state->freed.notify_all();
            }};
}

RightOfWay::Wait RightOfWay::wait(std::chrono::milliseconds patience, const std::function<bool()> &isUnwanted)
{
    const QDeadlineTimer end(patience);
    std::unique_lock lock(state_->mutex);
    while (state_->holds > 0) {
        if (end.hasExpired())
            return Wait::TooLong;
        lock.unlock();
        if (isUnwanted())
            return Wait::Unwanted;
        lock.lock();
        state_->freed.wait_for(lock, kLook, [this] { return state_->holds == 0; });
    }
    return Wait::Free;
}

void GivingWay::operator()(const std::function<bool()> &isUnwanted)
{
    if (turn_.hasExpired() && way_.wait(times_.patience, isUnwanted) == RightOfWay::Wait::TooLong)
        turn_.setRemainingTime(times_.turn);
}

} // namespace backspool::engine
