#pragma once
/// What a daemon tells systemd of itself (sd_notify(3): a datagram to $NOTIFY_SOCKET). Nothing happens elsewhere.
#include <QByteArray>

#include <chrono>
#include <optional>

namespace backspool::console {

/// "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=..." (one line).
void notifyServiceManager(const QByteArray &state);

/// How often "WATCHDOG=1" is to be said (half of what systemd waits for); nothing: it does not wait for any.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdogInterval();

} // namespace backspool::console
