#include "agent/socket_path.h"

#include <QFile>

#include <fcntl.h>

#include <cerrno>

namespace backspool::engine {

Result<SocketPath> SocketPath::in(const QString &stateFolder)
{
    SocketPath result;
    result.folder =
        FileDescriptor(::open(QFile::encodeName(stateFolder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!result.folder.isOpen())
        return fail(systemError(errno, QStringLiteral("opening the state folder %1").arg(stateFolder)));
    result.path = QStringLiteral("/proc/self/fd/%1/agent.socket").arg(result.folder.get());
    return result;
}

} // namespace backspool::engine
