#pragma once
/// How many connections each client has, so that no client takes the places of all others.
#include "core/ids.h"

#include <memory>
#include <mutex>
#include <unordered_map>

namespace backspool::api {

/// Thread-safe. Outlives its places.
class ClientPlaces
{
public:
    explicit ClientPlaces(size_t mostOfOne) : mostOfOne_(mostOfOne) {}

    /// Of one connection, for as long as it lives.
    class Place
    {
    public:
        Place(ClientPlaces &places, ClientId client) : places_(places), client_(client) {}
        ~Place() { places_.leave(client_); }
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;

    private:
        ClientPlaces &places_;
        const ClientId client_;
    };

    /// Null: the client has as many as it may.
    std::unique_ptr<Place> take(ClientId client);
    size_t mostOfOne() const { return mostOfOne_; }

private:
    void leave(ClientId client);

    const size_t mostOfOne_;
    std::mutex mutex_; ///< guards taken_
    std::unordered_map<ClientId, size_t> taken_;
};

} // namespace backspool::api
