#include "points/grants.h"

#include <mutex>

namespace backspool::points {

void SessionGrants::add(const ObjectName &name, Grant grant)
{
    if (grant == Grant::None)
        return;
    const std::unique_lock lock(mutex_);
    tags_.put(name.view(), uint8_t(grant));
}

Grant SessionGrants::of(const ObjectName &name) const
{
    const std::shared_lock lock(mutex_);
    return Grant(tags_.value(name.view()));
}

size_t SessionGrants::count() const
{
    const std::shared_lock lock(mutex_);
    return tags_.count();
}

} // namespace backspool::points
