#include "session/enrolment.h"

#include "protocol/client_connection.h"

#include <QSysInfo>

namespace backspool::engine {

Result<protocol::Identity> enrolComputer(const AgentState &state, const QString &service,
                                         const protocol::EnrolmentCode &code, const QString &software,
                                         SecretPlace place, const CancelToken &cancel)
{
    TRY(state.create());
    auto identity = TRY(protocol::ClientConnection::enrol(service, code, QSysInfo::machineHostName(), software));
    TRY(keepIdentity(state, identity, place, cancel));
    return identity;
}

} // namespace backspool::engine
