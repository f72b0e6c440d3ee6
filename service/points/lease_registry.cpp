#include "points/lease_registry.h"

#include <algorithm>
#include <chrono>

namespace backspool::points {

namespace {
/// How long a wish to stop may wait.
constexpr std::chrono::milliseconds kCancelCheck{100};
} // namespace

Status LeaseRegistry::begin(const Lease &lease)
{
    const std::lock_guard lock(mutex_);
    if (lease.id <= waitedFor_)
        return fail(ErrorKind::Exists, QStringLiteral("lease %1 counts as over already").arg(lease.id.value));
    const auto isOfClient = [&](const auto &other) { return other.second.client == lease.client; };
    if (std::ranges::any_of(leases_, isOfClient))
        return fail(ErrorKind::Busy, QStringLiteral("a backup of this client is under way already"));
    leases_.emplace(lease.id, lease);
    return {};
}

void LeaseRegistry::end(LeaseId lease)
{
    {
        const std::lock_guard lock(mutex_);
        leases_.erase(lease);
    }
    ended_.notify_all();
}

bool LeaseRegistry::isActive(LeaseId lease) const
{
    const std::lock_guard lock(mutex_);
    return leases_.contains(lease);
}

std::vector<Lease> LeaseRegistry::active() const
{
    const std::lock_guard lock(mutex_);
    std::vector<Lease> active;
    active.reserve(leases_.size());
    for (const auto &[id, lease] : leases_)
        active.push_back(lease);
    return active;
}

Status LeaseRegistry::waitForOlder(LeaseId newest, const CancelToken &cancel)
{
    std::unique_lock lock(mutex_);
    waitedFor_ = std::max(waitedFor_, newest);
    const auto isOver = [&] { return leases_.empty() || leases_.begin()->first > newest; };
    while (!isOver()) {
        TRY(cancel.check());
        ended_.wait_for(lock, kCancelCheck, isOver);
    }
    return {};
}

} // namespace backspool::points
