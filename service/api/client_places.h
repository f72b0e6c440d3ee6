#pragma once
/// Which connections each client has: a few at a time, so that no client takes the places of all others. One that is
/// dead gives way to a new one, or a computer that loses its connections often would have to wait until they are
/// noticed.
#include "api/backup_registry.h"

#include <unordered_map>
#include <vector>

namespace backspool::api {

/// Thread-safe. Outlives its places.
class ClientPlaces
{
public:
    explicit ClientPlaces(size_t mostOfOne) : mostOfOne_(mostOfOne) {}

    /// Of one connection, until this is deleted.
    class Place
    {
    public:
        Place(ClientPlaces &places, ClientId client, std::shared_ptr<ConnectionLife> connection)
            : places_(places), client_(client), connection_(std::move(connection))
        {
        }
        ~Place() { places_.leave(client_, connection_); }
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;

    private:
        ClientPlaces &places_;
        const ClientId client_;
        const std::shared_ptr<ConnectionLife> connection_;
    };

    /// Null: the client has as many connections as it may, and all of them are alive.
    std::unique_ptr<Place> take(ClientId client, const std::shared_ptr<ConnectionLife> &connection);
    size_t mostOfOne() const { return mostOfOne_; }

private:
    void leave(ClientId client, const std::shared_ptr<ConnectionLife> &connection);

    const size_t mostOfOne_;
    std::mutex mutex_; ///< guards taken_
    std::unordered_map<ClientId, std::vector<std::shared_ptr<ConnectionLife>>> taken_;
};

} // namespace backspool::api
