#pragma once
/// The one connection to the service over which the system's agent reads for all users of its computer: made when
/// somebody reads, let go when nobody does. (A client has eight at most.)
#include "backup/agent_state.h"
#include "core/cancel_token.h"
#include "read/point_service.h"

#include <condition_variable>
#include <mutex>

namespace backspool::engine {

/// What the agent reads with. Thread-safe.
class ServiceLease
{
public:
    virtual ~ServiceLease() = default;
    virtual PointService &service() = 0;
    /// The secret of the elimination domain.
    virtual const codec::SecretKey &domain() const = 0;
    /// The error that ended the connection, if it ended.
    virtual std::optional<Error> failure() const = 0;
    /// Ends all that is asked.
    virtual void abort() = 0;
};

/// Thread-safe.
class SharedService
{
public:
    /// Connects; blocks. Errors: NotFound (not enrolled), Unreachable, Denied, Cancelled.
    using Connect = std::function<Result<std::shared_ptr<ServiceLease>>(const CancelToken &cancel)>;
    explicit SharedService(Connect connect) : connect_(std::move(connect)) {}

    /// The connection that others have, while it lives, or a new one. Blocks while one is made; when that fails, it has
    /// failed for all who waited. Errors: those of Connect.
    Result<std::shared_ptr<ServiceLease>> use();
    /// The service gives no more over @p lease: the next who comes gets a new one. Not while another one that was
    /// retired is still in use: a client has few connections.
    void retire(const std::shared_ptr<ServiceLease> &lease);
    /// Ends what is being asked, and all after that.
    void end();

private:
    Result<std::shared_ptr<ServiceLease>> connect() noexcept;

    const Connect connect_;
    CancelToken cancel_;
    std::mutex mutex_; ///< guards what follows
    std::condition_variable connected_;
    bool isConnecting_ = false;
    uint64_t attempts_ = 0;        ///< that have ended
    std::optional<Error> failure_; ///< of the last one
    std::weak_ptr<ServiceLease> lease_, retired_;
};

/// As the agent whose state is @p state.
SharedService::Connect connectAs(const AgentState &state, const QString &software);

} // namespace backspool::engine
