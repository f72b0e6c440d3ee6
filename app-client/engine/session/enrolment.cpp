#include "session/enrolment.h"

#include "core/file_lock.h"
#include "protocol/client_connection.h"

#include <QSysInfo>

namespace backspool::engine {

Result<protocol::Identity> enrolComputer(const AgentState &state, const QString &service,
                                         const protocol::EnrolmentCode &code, const QString &software,
                                         SecretPlace place, const CancelToken &cancel)
{
    TRY(state.create());
    // Not that of the settings: a person may be typing a password meanwhile.
    auto lock = lockFile(state.folder() + QStringLiteral("/enrolment.lock"), LockWait::None);
    if (!lock && lock.error().kind() == ErrorKind::Busy)
        return fail(ErrorKind::Busy,
                    QStringLiteral("this computer is being connected to a service by another window or "
                                   "program just now; wait until that is done. The code is not used "
                                   "up by this attempt"));
    if (!lock)
        return fail(lock.error());
    auto identity = TRY(protocol::ClientConnection::enrol(service, code, QSysInfo::machineHostName(), software));
    TRY(keepIdentity(state, identity, place, cancel));
    return identity;
}

} // namespace backspool::engine
