#pragma once
/// Whether the network connection costs by the byte.

namespace backspool::engine {

/// Asks Qt's network information, which asks NetworkManager or GLib. Lives in the main thread, while there is an
/// application with an event loop.
class MeteredConnection
{
public:
    MeteredConnection();
    /// False also where nothing on this computer knows.
    bool isMetered() const;
};

} // namespace backspool::engine
