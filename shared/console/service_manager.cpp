#include "console/service_manager.h"

#include <QList>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <cstring>

namespace backspool::console {

namespace {

/// The first of those that are handed over (SD_LISTEN_FDS_START).
constexpr int kFirstDescriptor = 3;
constexpr int kMostDescriptors = 64;

/// @p descriptor: -1: none goes with it. False: nobody is told.
bool notify(const QByteArray &state, int descriptor)
{
    const auto path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (path.isEmpty() || size_t(path.size()) >= sizeof address.sun_path || (path[0] != '/' && path[0] != '@'))
        return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
    if (path[0] == '@') // the abstract name space
        address.sun_path[0] = '\0';
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    iovec text{const_cast<char *>(state.constData()), size_t(state.size())};
    msghdr message{};
    message.msg_name = &address;
    message.msg_namelen = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(path.size()));
    message.msg_iov = &text;
    message.msg_iovlen = 1;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
    if (descriptor >= 0) {
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof descriptor);
        std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    return ::sendmsg(socket.get(), &message, MSG_NOSIGNAL) >= 0;
}

} // namespace

void notifyServiceManager(const QByteArray &state)
{
    notify(state, -1); // nobody to tell is no reason to stop
}

std::vector<StoredDescriptor> takeStoredDescriptors()
{
    std::vector<StoredDescriptor> stored;
    const auto count = qgetenv("LISTEN_FDS").toInt();
    const bool isOurs = qgetenv("LISTEN_PID").toLongLong() == ::getpid();
    const auto names = qgetenv("LISTEN_FDNAMES").split(':');
    for (const char *variable : {"LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"})
        qunsetenv(variable);
    if (!isOurs || count <= 0 || count > kMostDescriptors)
        return stored;
    for (int i = 0; i < count; ++i) {
        FileDescriptor descriptor(kFirstDescriptor + i);
        if (::fcntl(descriptor.get(), F_SETFD, FD_CLOEXEC) != 0) {
            descriptor.release(); // it is none
            continue;
        }
        stored.push_back({names.value(i), std::move(descriptor)});
    }
    return stored;
}

bool storeDescriptor(const QByteArray &name, int descriptor)
{
    return notify("FDSTORE=1\nFDNAME=" + name, descriptor);
}

void forgetDescriptor(const QByteArray &name)
{
    notify("FDSTOREREMOVE=1\nFDNAME=" + name, -1);
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
