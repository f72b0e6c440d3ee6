#include "console/service_manager.h"

#include "core/file_descriptor.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstring>

namespace backspool::console {

void notifyServiceManager(const QByteArray &state)
{
    const auto path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (path.isEmpty() || size_t(path.size()) >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
    if (path[0] == '@') // the abstract name space
        address.sun_path[0] = '\0';
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const auto size = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(path.size()));
    // Nobody to tell is no reason to stop.
    static_cast<void>(::sendto(socket.get(), state.constData(), size_t(state.size()), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr *>(&address), size));
}

std::optional<std::chrono::microseconds> watchdogInterval()
{
    bool isNumber = false;
    const auto waits = qgetenv("WATCHDOG_USEC").toLongLong(&isNumber);
    const auto process = qgetenv("WATCHDOG_PID");
    if (!isNumber || waits <= 0 || (!process.isEmpty() && process.toLongLong() != ::getpid()))
        return std::nullopt;
    return std::chrono::microseconds(waits / 2);
}

} // namespace backspool::console
