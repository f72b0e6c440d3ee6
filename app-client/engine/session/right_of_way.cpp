#include "session/right_of_way.h"

namespace backspool::engine {

namespace {
/// After that a wait looks whether it is still of use.
constexpr std::chrono::milliseconds kLook(20);
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

void RightOfWay::giveWay(const std::function<bool()> &isUnwanted)
{
    std::unique_lock lock(state_->mutex);
    while (state_->holds > 0) {
        lock.unlock();
        if (isUnwanted())
            return;
        lock.lock();
        state_->freed.wait_for(lock, kLook, [this] { return state_->holds == 0; });
    }
}

} // namespace backspool::engine
