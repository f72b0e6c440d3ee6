#include "appliance/state_keeper.h"

namespace backspool::appliance {

namespace {
/// Numbers that the state object is ahead: it is written once for so many sessions.
constexpr uint64_t kAhead = 1000;

template <class Number> bool raise(Number &next, Number given)
{
    // From half on: who comes next need not wait either.
    if (given.value + kAhead / 2 < next.value)
        return false;
    next.value = given.value + kAhead;
    return true;
}
} // namespace

trust::State StateKeeper::state() const
{
    const std::lock_guard lock(mutex_);
    return state_;
}

Status StateKeeper::save(const trust::State &next)
{
    TRY(store_.save(next));
    const std::lock_guard lock(mutex_);
    state_ = next;
    return {};
}

Status StateKeeper::change(const std::function<Status(trust::State &)> &make, const std::function<Status()> &follow)
{
    const std::lock_guard changing(changing_);
    auto next = state();
    TRY(make(next));
    TRY(save(next));
    return follow ? follow() : Status();
}

Status StateKeeper::keepAheadOf(PointId point, LeaseId lease)
{
    {
        const std::lock_guard lock(mutex_);
        auto nextPoint = state_.nextPoint;
        auto nextLease = state_.nextLease;
        const bool raisesPoint = raise(nextPoint, point);
        if (!raise(nextLease, lease) && !raisesPoint)
            return {};
    }
    return change([&](trust::State &next) -> Status {
        raise(next.nextPoint, point);
        raise(next.nextLease, lease);
        return {};
    });
}

} // namespace backspool::appliance
