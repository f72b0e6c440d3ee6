#include "agent/socket_path.h"

#include <QFile>

#include <fcntl.h>
#include <sys/socket.h>

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

bool isOwnersPeer(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    return peer.uid == 0 || peer.uid == ::geteuid();
}

} // namespace backspool::engine
