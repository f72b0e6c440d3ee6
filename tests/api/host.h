#pragma once
/// A backup host that listens: an appliance on a disk in memory behind a real listener on loopback.
#include "api/listener.h"
#include "api/remote_client.h"
#include "support/repository.h"
#include "support/verify_ok.h"

namespace backspool::test {

class Host
{
public:
    Host();
    ~Host();

    Status start(api::ConnectionLimits limits = {});
    void stop();

    /// A code for a client that is made, or gets a new computer.
    Result<protocol::EnrolmentCode> code(const QString &name, bool replace = false);
    Result<protocol::Identity> enrol(const protocol::EnrolmentCode &code);
    /// A client that has enrolled; its identity is good for this start's address.
    Result<protocol::Identity> client(const QString &name);
    /// The same after a restart: another port.
    protocol::Identity here(protocol::Identity identity) const;
    QString address() const { return listener_->address().toText(); }

    Repository &repository() { return repository_; }
    appliance::Appliance &appliance() { return repository_.appliance(); }
    api::Listener &listener() { return *listener_; }

private:
    Repository repository_;
    std::unique_ptr<api::Listener> listener_;
};

} // namespace backspool::test
