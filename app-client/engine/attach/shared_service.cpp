#include "attach/shared_service.h"

namespace backspool::engine {

namespace {

class Lease final : public ServiceLease
{
public:
    Lease(const codec::SecretKey &domain, std::unique_ptr<protocol::ClientConnection> connection)
        : domain_(domain), connection_(std::move(connection)), service_(*connection_)
    {
    }
    PointService &service() override { return service_; }
    const codec::SecretKey &domain() const override { return domain_; }
    std::optional<Error> failure() const override { return connection_->failure(); }
    void abort() override { connection_->abort(); }

private:
    const codec::SecretKey domain_;
    const std::unique_ptr<protocol::ClientConnection> connection_;
    ConnectedService service_;
};

} // namespace

SharedService::Connect connectAs(const AgentState &state, const QString &software)
{
    return [state, software](const CancelToken &cancel) -> Result<std::shared_ptr<ServiceLease>> {
        const auto identity = TRY(state.identity(cancel));
        return std::make_shared<Lease>(identity.domainSecret,
                                       TRY(protocol::ClientConnection::connect(identity, software, cancel)));
    };
}

/// That fails like any other where the system has no thread for it: others wait here.
Result<std::shared_ptr<ServiceLease>> SharedService::connect() noexcept
try {
    return connect_(cancel_);
} catch (const std::exception &error) {
    return fail(ErrorKind::Io, QStringLiteral("this computer has no room for a connection to the service: %1")
                                   .arg(QString::fromLocal8Bit(error.what())));
}

Result<std::shared_ptr<ServiceLease>> SharedService::use()
{
    std::unique_lock lock(mutex_);
    TRY(cancel_.check());
    const auto attempt = attempts_;
    for (;; connected_.wait(lock)) {
        if (auto lease = lease_.lock(); lease && !lease->failure())
            return lease;
        if (attempts_ != attempt && failure_)
            return fail(*failure_);
        if (!isConnecting_)
            break;
    }
    isConnecting_ = true;
    lock.unlock();
    auto lease = connect();
    lock.lock();
    isConnecting_ = false;
    ++attempts_;
    failure_ = lease ? std::nullopt : std::optional(lease.error());
    if (lease)
        lease_ = *lease;
    connected_.notify_all();
    TRY(cancel_.check());
    return lease;
}

void SharedService::retire(const std::shared_ptr<ServiceLease> &lease)
{
    const std::lock_guard lock(mutex_);
    if (lease_.lock() == lease && retired_.expired())
        retired_ = std::exchange(lease_, {});
}

void SharedService::end()
{
    cancel_.cancel();
    std::shared_ptr<ServiceLease> lease, retired;
    {
        const std::lock_guard lock(mutex_);
        lease = lease_.lock();
        retired = retired_.lock();
    }
    if (lease)
        lease->abort();
    if (retired)
        retired->abort();
}

} // namespace backspool::engine
