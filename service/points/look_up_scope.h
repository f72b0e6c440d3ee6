#pragma once
/// For whom this thread looks objects up while a reclaim has containers condemned.
///
/// A condemned container says "not there" for what is not wanted, so that nobody begins to rely on it. Who relied on it
/// before (a backup whose lease is older than the condemnation, which reclaim waits for) must still find it; so must
/// reclaim itself when it marks what that backup's point needs.
#include "core/ids.h"

#include <QtClassHelperMacros>

#include <optional>

namespace backspool::points {

/// While it lives, look-ups of this thread are made for the lease.
class LookUpScope
{
public:
    explicit LookUpScope(LeaseId lease);
    ~LookUpScope();
    Q_DISABLE_COPY_MOVE(LookUpScope)

    /// Sees everything, as the oldest lease would.
    static constexpr LeaseId kEverything{0};
    /// nullopt: look-ups for nobody in particular.
    static std::optional<LeaseId> current();

private:
    const std::optional<LeaseId> outer_;
};

} // namespace backspool::points
