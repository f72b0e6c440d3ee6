#include "api/host.h"

namespace backspool::test {

Host::Host()
{
    // TLS looks at the system's clock: certificates must be good now.
    repository_.clock().advance(
        std::chrono::duration_cast<std::chrono::seconds>(SystemClock().now() - repository_.clock().now()));
}

Host::~Host()
{
    stop();
}

Status Host::start(api::ConnectionLimits limits)
{
    TRY(repository_.open());
    listener_ = TRY(api::Listener::start(appliance(), {QHostAddress(QHostAddress::LocalHost), 0}, limits));
    return {};
}

void Host::stop()
{
    listener_.reset();
    repository_.close();
}

Result<protocol::EnrolmentCode> Host::code(const QString &name, bool replace)
{
    const auto client = TRY(appliance().addClient(name, replace));
    const auto code = protocol::EnrolmentCode::generate(appliance().authority().certifiedKey().certificate);
    TRY(appliance().catalogue().addEnrolmentCode(code.secretHash(), client.id,
                                                 repository_.clock().now() + std::chrono::hours(1)));
    return code;
}

Result<protocol::Identity> Host::enrol(const protocol::EnrolmentCode &code)
{
    return protocol::ClientConnection::enrol(address(), code, QStringLiteral("host"), QStringLiteral("test 1"));
}

Result<protocol::Identity> Host::client(const QString &name)
{
    return enrol(TRY(code(name)));
}

protocol::Identity Host::here(protocol::Identity identity) const
{
    identity.service = address();
    return identity;
}

} // namespace backspool::test
