#pragma once
/// What the service tells systemd of itself (sd_notify(3): a datagram to $NOTIFY_SOCKET). Nothing happens elsewhere.
#include <QByteArray>

namespace backspool::control {

/// "READY=1", "STOPPING=1".
void notifyServiceManager(const QByteArray &state);

} // namespace backspool::control
