#pragma once
/// Bytes that went over a TCP socket, TLS included, as the kernel counts them (TCP_INFO); retransmissions are not
/// counted.
#include <cstdint>

namespace backspool::protocol {

struct WireCount
{
    uint64_t sent = 0;
    uint64_t received = 0;
};

/// Zeros when @p socketDescriptor is no TCP socket.
WireCount wireCount(int socketDescriptor);

} // namespace backspool::protocol
