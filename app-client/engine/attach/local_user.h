#pragma once
/// A user of this computer, as the kernel vouches for the process at the other end of a local socket.
#include "core/result.h"

#include <cstdint>
#include <vector>

namespace backspool::engine {

struct LocalUser
{
    uint32_t uid = 0;
    std::vector<uint32_t> groups; ///< all: the process' own and the supplementary ones; in any order

    bool isRoot() const { return uid == 0; }
    bool isIn(uint32_t group) const;
};

/// As that process was when it connected (SO_PEERCRED, SO_PEERGROUPS; unix(7)). Errors: Io.
Result<LocalUser> userAtOtherEnd(int socket);

} // namespace backspool::engine
