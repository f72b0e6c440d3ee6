#include "api/client_places.h"

#include <algorithm>

namespace backspool::api {

std::unique_ptr<ClientPlaces::Place> ClientPlaces::take(ClientId client,
                                                        const std::shared_ptr<ConnectionLife> &connection)
{
    std::shared_ptr<ConnectionLife> dead;
    {
        const std::scoped_lock lock(mutex_);
        auto &taken = taken_[client];
        if (taken.size() >= mostOfOne_) {
            const auto silent = std::ranges::find_if(taken, [](const auto &other) { return other->isDead(); });
            if (silent == taken.end())
                return nullptr;
            dead = *silent;
            taken.erase(silent);
        }
        taken.push_back(connection);
    }
    if (dead)
        dead->end();
    return std::make_unique<Place>(*this, client, connection);
}

void ClientPlaces::leave(ClientId client, const std::shared_ptr<ConnectionLife> &connection)
{
    const std::scoped_lock lock(mutex_);
    const auto found = taken_.find(client);
    if (found == taken_.end())
        return;
    std::erase(found->second, connection);
    if (found->second.empty())
        taken_.erase(found);
}

} // namespace backspool::api
