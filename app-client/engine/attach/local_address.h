#pragma once
/// Where a local socket is, as the kernel wants it told (unix(7)).
#include <QByteArray>

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <optional>

namespace backspool::engine {

/// Nothing: the path is too long for a socket.
inline std::optional<sockaddr_un> localAddress(const QByteArray &path)
{
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    if (path.size() >= qsizetype(sizeof address.sun_path))
        return std::nullopt;
    std::ranges::copy(path, address.sun_path);
    return address;
}

} // namespace backspool::engine
