#include "discovery/service_announcement.h"

#include "discovery/avahi.h"

#include <QDBusObjectPath>
#include <QDBusPendingReply>

namespace backspool::discovery {

namespace {

constexpr QLatin1StringView kGroup("org.freedesktop.Avahi.EntryGroup");
/// AvahiEntryGroupState: another service of the network has the name.
constexpr int kCollision = 3;
/// Of an instance's name (RFC 6763, 4.1.1), in bytes.
constexpr qsizetype kLongestName = 63;

/// @p name as far as it finds room.
QString shortened(QString name)
{
    while (name.toUtf8().size() > kLongestName)
        name.chop(1);
    return name;
}

} // namespace

ServiceAnnouncement::ServiceAnnouncement(QString name, quint16 port, QDBusConnection bus, QObject *parent)
    : QObject(parent), wanted_(shortened(std::move(name))), name_(wanted_), port_(port), bus_(std::move(bus)),
      watcher_(kAvahi, bus_)
{
    if (!bus_.isConnected())
        return;
    connect(&watcher_, &QDBusServiceWatcher::serviceRegistered, this, &ServiceAnnouncement::begin);
    connect(&watcher_, &QDBusServiceWatcher::serviceUnregistered, this, &ServiceAnnouncement::forgetGroup);
    begin();
}

ServiceAnnouncement::~ServiceAnnouncement()
{
    if (!group_.isEmpty())
        bus_.send(groupCall("Free"));
}

QDBusMessage ServiceAnnouncement::groupCall(const char *method) const
{
    return QDBusMessage::createMethodCall(kAvahi, group_, kGroup, QLatin1StringView(method));
}

/// Where there is no Avahi, nothing comes of it.
void ServiceAnnouncement::begin()
{
    whenDone<QDBusPendingReply<QDBusObjectPath>>(
        bus_, serverCall("EntryGroupNew"), this, [this](const QDBusPendingReply<QDBusObjectPath> &made) {
            if (made.isError())
                return;
            forgetGroup();
            group_ = made.value().path();
            bus_.connect(kAvahi, group_, kGroup, QStringLiteral("StateChanged"), this,
                         SLOT(stateChanged(int, QString)));
            add(wanted_);
        });
}

void ServiceAnnouncement::forgetGroup()
{
    if (group_.isEmpty())
        return;
    bus_.disconnect(kAvahi, group_, kGroup, QStringLiteral("StateChanged"), this, SLOT(stateChanged(int, QString)));
    group_.clear();
}

/// A name that is taken on this computer already is refused at once, another computer's is told of later.
void ServiceAnnouncement::add(const QString &name)
{
    name_ = name;
    auto call = groupCall("AddService");
    call << kAny << kAny << uint(0) << name << QString(kServiceType) << QString() << QString()
         << QVariant::fromValue(port_) << noTexts();
    whenDone<QDBusPendingReply<>>(bus_, call, this, [this](const QDBusPendingReply<> &added) {
        if (!added.isError())
            bus_.send(groupCall("Commit"));
        else if (added.error().name() == QStringLiteral("org.freedesktop.Avahi.CollisionError"))
            renameAndAdd();
    });
}

void ServiceAnnouncement::stateChanged(int state, const QString &)
{
    if (state != kCollision)
        return;
    bus_.send(groupCall("Reset"));
    renameAndAdd();
}

void ServiceAnnouncement::renameAndAdd()
{
    auto call = serverCall("GetAlternativeServiceName");
    call << name_;
    whenDone<QDBusPendingReply<QString>>(bus_, call, this, [this](const QDBusPendingReply<QString> &other) {
        if (!other.isError() && !group_.isEmpty() && other.value() != name_)
            add(other.value());
    });
}

} // namespace backspool::discovery
