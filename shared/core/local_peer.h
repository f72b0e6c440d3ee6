#pragma once
/// Who is at the other end of a local socket.

namespace backspool {

/// Whether the process at the other end of @p socket is of this process' user, or root.
[[nodiscard]] bool isOwnersPeer(int socket);

} // namespace backspool
