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

Result<std::shared_ptr<ServiceLease>> SharedService::use()
{
    const std::lock_guard connecting(connecting_);
    {
        const std::lock_guard lock(mutex_);
        TRY(cancel_.check());
        if (auto lease = lease_.lock())
            return lease;
    }
    auto lease = TRY(connect_(cancel_));
    const std::lock_guard lock(mutex_);
    TRY(cancel_.check());
    lease_ = lease;
    return lease;
}

void SharedService::retire(const std::shared_ptr<ServiceLease> &lease)
{
    const std::lock_guard lock(mutex_);
    if (lease_.lock() == lease)
        lease_.reset();
}

void SharedService::end()
{
    cancel_.cancel();
    std::shared_ptr<ServiceLease> lease;
    {
        const std::lock_guard lock(mutex_);
        lease = lease_.lock();
    }
    if (lease)
        lease->abort();
}

} // namespace backspool::engine
