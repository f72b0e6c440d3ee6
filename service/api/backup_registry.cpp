#include "api/backup_registry.h"

namespace backspool::api {

BackupRegistry::Admission BackupRegistry::admit(ClientId client, const std::shared_ptr<ConnectionLife> &connection)
{
    std::shared_ptr<ConnectionLife> old;
    {
        const std::scoped_lock lock(mutex_);
        const auto found = running_.find(client);
        if (found == running_.end()) {
            if (running_.size() >= most_)
                return Admission::Full;
            running_.emplace(client, connection);
            return Admission::Admitted;
        }
        old = found->second;
    }
    if (old == connection || !old->isDead())
        return Admission::Busy;
    old->end();
    return Admission::Soon;
}

void BackupRegistry::leave(ClientId client, const std::shared_ptr<ConnectionLife> &connection)
{
    const std::scoped_lock lock(mutex_);
    const auto found = running_.find(client);
    if (found != running_.end() && found->second == connection)
        running_.erase(found);
}

} // namespace backspool::api
