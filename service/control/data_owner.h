#pragma once
/// Root who administers a service of another user, as the systemd unit is.
#include "core/result.h"

#include <QString>

namespace backspool::control {

/// As root, where the store in @p dataFolder (before there is one: the folder) is another user's: becomes that user,
/// for good. So whatever a command leaves there the service can read, which runs as that user. For other users, and
/// where there is no such folder: nothing. REQUIRES: what only root may read has been read. Errors: Denied.
Status actAsOwnerOf(const QString &dataFolder);

} // namespace backspool::control
