#include "protocol/wire_count.h"

// The kernel's header: the C library's <netinet/tcp.h> has an older tcp_info without the byte counts.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace backspool::protocol {

WireCount wireCount(int socketDescriptor)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    if (socketDescriptor < 0 || getsockopt(socketDescriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return {};
    // What TCP had to send again is the network's doing, or a slow moment of this machine: figures without it can be
    // compared. An older kernel leaves both fields zero.
    return {.sent = info.tcpi_bytes_sent - info.tcpi_bytes_retrans, .received = info.tcpi_bytes_received};
}

} // namespace backspool::protocol
