#include "api/client_places.h"

namespace backspool::api {

std::unique_ptr<ClientPlaces::Place> ClientPlaces::take(ClientId client)
{
    const std::scoped_lock lock(mutex_);
    auto &taken = taken_[client];
    if (taken >= mostOfOne_)
        return nullptr;
    ++taken;
    return std::make_unique<Place>(*this, client);
}

void ClientPlaces::leave(ClientId client)
{
    const std::scoped_lock lock(mutex_);
    const auto found = taken_.find(client);
    if (--found->second == 0)
        taken_.erase(found);
}

} // namespace backspool::api
