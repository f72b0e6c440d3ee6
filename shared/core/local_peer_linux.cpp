#include "core/local_peer.h"

#include <sys/socket.h>
#include <unistd.h>

namespace backspool {

bool isOwnersPeer(int socket)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return false;
    return peer.uid == 0 || peer.uid == ::geteuid();
}

} // namespace backspool
