#include "attach/local_user.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace backspool::engine {

namespace {

/// NGROUPS_MAX of Linux.
constexpr size_t kMostGroups = 65'536;

} // namespace

bool LocalUser::isIn(uint32_t group) const
{
    return std::ranges::contains(groups, group);
}

Result<LocalUser> userAtOtherEnd(int socket)
{
    const auto failed = [] {
        return fail(systemError(errno, QStringLiteral("asking who is at the other end of a local socket")));
    };
    ucred peer{};
    socklen_t size = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return failed();
    LocalUser user{.uid = peer.uid, .groups = {}};
    std::vector<gid_t> groups(64);
    size = socklen_t(groups.size() * sizeof(gid_t));
    while (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) != 0) {
        // It says how much it wants.
        if (errno != ERANGE || size > kMostGroups * sizeof(gid_t) || size <= groups.size() * sizeof(gid_t))
            return failed();
        groups.resize(size / sizeof(gid_t));
    }
    groups.resize(size / sizeof(gid_t));
    user.groups.assign(groups.begin(), groups.end());
    user.groups.push_back(peer.gid);
    return user;
}

} // namespace backspool::engine
