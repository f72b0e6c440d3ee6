#pragma once
/// The state object in memory and its way to the store: one change at a time, durable before it counts.
#include "core/clock.h"
#include "trust/state_object.h"

#include <functional>
#include <mutex>

namespace backspool::appliance {

/// Thread-safe.
class StateKeeper
{
public:
    StateKeeper(trust::StateStore &store, trust::State state) : store_(store), state_(std::move(state)) {}

    trust::State state() const;
    /// Runs @p make on a copy of the state and saves that, then @p follow (what the catalogue does about it). No other
    /// change comes between. An error of @p follow leaves the new state in force.
    Status change(const std::function<Status(trust::State &)> &make, const std::function<Status()> &follow = {});

    /// The state object says that numbers up to @p point, @p lease were given, and some beyond.
    Status keepAheadOf(PointId point, LeaseId lease);

private:
    Status save(const trust::State &next);

    trust::StateStore &store_;
    mutable std::mutex mutex_; ///< guards state_
    std::mutex changing_;      ///< held through a change; taken before mutex_
    trust::State state_;
};

} // namespace backspool::appliance
