#pragma once
/// A connection to the system's agent, which reads the points for this user.
#include "attach/local_service.h"
#include "session/point_session.h"

namespace backspool::engine {

class LocalSession final : public PointSession
{
public:
    /// @p socket: where the agent listens.
    static Connect connector(const QString &socket);

    PointService &service() override { return *service_; }
    const Verifier &verifier() const override { return verifier_; }
    std::optional<Error> failure() const override { return service_->failure(); }
    void abort() override { service_->abort(); }

private:
    explicit LocalSession(std::unique_ptr<LocalService> service) : service_(std::move(service)) {}

    const std::unique_ptr<LocalService> service_;
    const Verifier verifier_ = Verifier::byGiver();
};

} // namespace backspool::engine
