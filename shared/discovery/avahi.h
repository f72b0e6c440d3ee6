#pragma once
/// What is said to Avahi, the daemon for DNS-SD (RFC 6763) that desktops of Linux have: org.freedesktop.Avahi.Server on
/// the system's bus.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingCallWatcher>

namespace backspool::discovery {

constexpr QLatin1StringView kAvahi("org.freedesktop.Avahi");
constexpr QLatin1StringView kServer("org.freedesktop.Avahi.Server");
/// docs/protocol.md, "Finding the service".
constexpr QLatin1StringView kServiceType("_backspool._tcp");
/// AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC.
constexpr int kAny = -1;

inline QDBusMessage serverCall(const char *method)
{
    return QDBusMessage::createMethodCall(kAvahi, QStringLiteral("/"), kServer, QLatin1StringView(method));
}

/// Calls @p then with the answer, unless @p owner has gone before. Does not wait.
template <class Reply, class Then>
void whenDone(QDBusConnection &bus, const QDBusMessage &call, QObject *owner, Then then)
{
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call), owner);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, owner, [watcher, then] {
        watcher->deleteLater();
        then(Reply(*watcher));
    });
}

/// What else is said of a service (RFC 6763, 6): nothing.
inline QVariant noTexts()
{
    qDBusRegisterMetaType<QByteArrayList>();
    return QVariant::fromValue(QByteArrayList());
}

} // namespace backspool::discovery
