#pragma once
/// Which connection backs which client up: one at a time, and the newest wins over one that is dead.
#include "core/cancel_token.h"
#include "core/ids.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace backspool::api {

/// One connection as the registry sees it. Thread-safe.
struct ConnectionLife
{
    using SteadyTime = std::chrono::steady_clock::time_point;
    /// An agent that waits for the service asks something long before this.
    static constexpr std::chrono::seconds kDeadAfter{30};

    /// Ends the connection; harmless when it has ended. Called from any thread.
    std::function<void()> end;
    std::atomic<SteadyTime> lastHeard{std::chrono::steady_clock::now()};
    std::atomic<int> framesInWork = 0; ///< the peer waits for the service, not the other way round
    std::atomic<bool> isClosed = false;
    /// With isClosed: work that is only for this connection need not be done any more.
    const std::shared_ptr<CancelToken> cancelledAtEnd = std::make_shared<CancelToken>();

    /// Closed, or nobody seems to be there any more: it may give way to another connection of its client.
    bool isDead() const
    {
        return isClosed || (framesInWork == 0 && std::chrono::steady_clock::now() - lastHeard.load() > kDeadAfter);
    }
};

/// Thread-safe.
class BackupRegistry
{
public:
    enum class Admission {
        Admitted, ///< leave() must follow
        Soon,     ///< an older connection that is dead is being ended: ask again in a moment
        Busy,     ///< another connection of this client is at it
        Full      ///< as many backups run as the service takes
    };

    explicit BackupRegistry(size_t most) : most_(most) {}
    size_t most() const { return most_; }

    Admission admit(ClientId client, const std::shared_ptr<ConnectionLife> &connection);
    /// The backup of @p connection is over, its lease ended.
    void leave(ClientId client, const std::shared_ptr<ConnectionLife> &connection);

private:
    const size_t most_;
    std::mutex mutex_; ///< guards running_
    std::map<ClientId, std::shared_ptr<ConnectionLife>> running_;
};

} // namespace backspool::api
