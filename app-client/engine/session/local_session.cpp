#include "session/local_session.h"

namespace backspool::engine {

PointSession::Connect LocalSession::connector(const QString &socket)
{
    return [socket](const CancelToken &cancel) -> Result<std::unique_ptr<PointSession>> {
        TRY(cancel.check());
        return std::unique_ptr<PointSession>(new LocalSession(TRY(LocalService::connect(socket))));
    };
}

} // namespace backspool::engine
