#include "session/local_session.h"

namespace backspool::engine {

PointSession::Connect LocalSession::connector(const QString &socket)
{
    return [socket](const CancelToken &cancel) -> Result<std::unique_ptr<PointSession>> {
        TRY(cancel.check());
        auto service = TRY(LocalService::connect(socket, LocalService::kPatience, cancel));
        return std::unique_ptr<PointSession>(new LocalSession(std::move(service)));
    };
}

} // namespace backspool::engine
