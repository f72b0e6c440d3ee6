#pragma once
/// What a daemon tells systemd of itself (sd_notify(3): a datagram to $NOTIFY_SOCKET). Nothing happens elsewhere.
#include "core/file_descriptor.h"

#include <QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace backspool::console {

/// "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=..." (one line).
void notifyServiceManager(const QByteArray &state);

/// How often "WATCHDOG=1" is to be said (half of what systemd waits for); nothing: it does not wait for any.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdogInterval();

/// A descriptor that systemd keeps while the daemon restarts (FileDescriptorStoreMax= in its unit).
struct StoredDescriptor
{
    QByteArray name;
    FileDescriptor descriptor;
};

/// Those that it has kept (sd_listen_fds_with_names(3)). Once, before any other thread and program is started: it takes
/// $LISTEN_FDS out of the environment.
[[nodiscard]] std::vector<StoredDescriptor> takeStoredDescriptors();
/// Has it keep @p descriptor. @p name: letters, digits, "-". False: there is nobody to keep it.
bool storeDescriptor(const QByteArray &name, int descriptor);
/// It need not keep those of this name any more.
void forgetDescriptor(const QByteArray &name);

} // namespace backspool::console
