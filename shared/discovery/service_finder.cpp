#include "discovery/service_finder.h"

#include "discovery/avahi.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingReply>
#include <QHostAddress>
#include <QHostInfo>

#include <algorithm>

namespace backspool::discovery {

namespace {

constexpr QLatin1StringView kBrowser("org.freedesktop.Avahi.ServiceBrowser");
/// Anybody in the network can announce as many as he likes.
constexpr size_t kMost = 32;
/// Of a host name in DNS (RFC 1035), as text.
constexpr qsizetype kLongestHost = 253;

QString addressText(const QString &host, quint16 port)
{
    const bool isIp6 = QHostAddress(host).protocol() == QAbstractSocket::IPv6Protocol;
    return (isIp6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2")).arg(host).arg(port);
}

} // namespace

ServiceFinder::ServiceFinder(QDBusConnection bus, QObject *parent) : QObject(parent), bus_(std::move(bus)) {}

ServiceFinder::~ServiceFinder()
{
    if (!browser_.isEmpty())
        bus_.send(QDBusMessage::createMethodCall(kAvahi, browser_, kBrowser, QStringLiteral("Free")));
}

void ServiceFinder::start()
{
    if (!bus_.isConnected())
        return;
    // Of all browsers: ours tells of what it finds before its name is known here.
    bus_.connect(kAvahi, {}, kBrowser, QStringLiteral("ItemNew"), this, SLOT(itemNew(QDBusMessage)));
    bus_.connect(kAvahi, {}, kBrowser, QStringLiteral("ItemRemove"), this, SLOT(itemRemove(QDBusMessage)));
    auto call = serverCall("ServiceBrowserNew");
    call << kAny << kAny << QString(kServiceType) << QString() << uint(0);
    whenDone<QDBusPendingReply<QDBusObjectPath>>(bus_, call, this, [this](const auto &reply) {
        if (!reply.isError())
            browser_ = reply.value().path();
        for (const auto &signal : std::exchange(early_, {}))
            itemNew(signal);
    });
}

/// Of a browser: interface, protocol, name, type, domain, flags.
void ServiceFinder::itemNew(const QDBusMessage &signal)
{
    if (browser_.isEmpty()) {
        if (early_.size() < kMost)
            early_.push_back(signal);
        return;
    }
    const auto item = signal.arguments();
    if (signal.path() != browser_ || signal.signature() != QStringLiteral("iisssu"))
        return;
    const QString name = item[2].toString();
    if (!ways_.contains(name) && ways_.size() >= kMost)
        return;
    ++ways_[name];
    auto call = serverCall("ResolveService");
    call << item[0] << item[1] << item[2] << item[3] << item[4] << kAny << uint(0);
    whenDone<QDBusPendingCall>(bus_, call, this, [this](const QDBusPendingCall &reply) { resolved(reply.reply()); });
}

/// interface, protocol, name, type, domain, host, protocol, address, port, texts, flags.
void ServiceFinder::resolved(const QDBusMessage &reply)
{
    if (reply.signature() != QStringLiteral("iissssisqaayu"))
        return;
    const auto item = reply.arguments();
    const QString name = item[2].toString(), host = item[5].toString(), address = item[7].toString();
    const auto port = quint16(item[8].toUInt());
    if (host.size() > kLongestHost)
        return;
    // An agent keeps the name, since addresses change; but not every computer finds names of the local network.
    QHostInfo::lookupHost(host, this, [this, name, host, address, port](const QHostInfo &info) {
        if (info.error() == QHostInfo::NoError)
            add({name, addressText(host, port)});
        else if (!QHostAddress(address).isLinkLocal()) // of no use without the interface
            add({name, addressText(address, port)});
    });
}

/// Once, however many ways there are to it; and not when it has gone meanwhile.
void ServiceFinder::add(const Found &service)
{
    if (!ways_.contains(service.name) || std::ranges::contains(found_, service.name, &Found::name))
        return;
    found_.push_back(service);
    Q_EMIT changed();
}

void ServiceFinder::itemRemove(const QDBusMessage &signal)
{
    if (signal.path() != browser_ || signal.signature() != QStringLiteral("iisssu"))
        return;
    const QString name = signal.arguments().at(2).toString();
    const auto ways = ways_.find(name);
    if (ways == ways_.end() || --ways->second > 0)
        return;
    ways_.erase(ways);
    if (std::erase_if(found_, [&](const Found &found) { return found.name == name; }) > 0)
        Q_EMIT changed();
}

} // namespace backspool::discovery
