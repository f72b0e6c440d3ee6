#pragma once
/// Answers as Avahi does, for one network of services.
#include "discovery/avahi.h"

#include <QDBusConnection>
#include <QDBusObjectPath>
#include <QDBusVirtualObject>
#include <QHash>

#include <map>

namespace backspool::tests {

class FakeAvahi : public QDBusVirtualObject
{
public:
    explicit FakeAvahi(const QDBusConnection &bus) : bus_(bus)
    {
        bus_.registerVirtualObject(QStringLiteral("/"), this, QDBusConnection::SubPath);
    }
    ~FakeAvahi() override { end(); }

    bool begin() { return bus_.registerService(discovery::kAvahi); }
    void end()
    {
        bus_.unregisterService(discovery::kAvahi);
        services.clear();
        waiting_.clear();
    }
    /// Another computer's.
    void add(const QString &name, const QString &host, quint16 port)
    {
        services[name] = {QStringLiteral("elsewhere"), host, port};
        tell("ItemNew", name);
    }
    /// Of what is announced already, another computer turns out to have the name.
    void collide(const QString &name)
    {
        auto signal =
            QDBusMessage::createSignal(services.at(name).group, QStringLiteral("org.freedesktop.Avahi.EntryGroup"),
                                       QStringLiteral("StateChanged"));
        signal << 3 << QString();
        services[name].group = QStringLiteral("elsewhere");
        bus_.send(signal);
    }

    struct Service
    {
        QString group, host;
        quint16 port = 0;
    };
    std::map<QString, Service> services;
    QString browser; ///< the last one; empty: it was freed

private:
    QString introspect(const QString &) const override { return {}; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &) override
    {
        const auto arguments = message.arguments();
        const QString path = message.path(), method = message.member();
        QVariantList answer;
        if (method == QStringLiteral("EntryGroupNew")) {
            answer << QVariant::fromValue(QDBusObjectPath(QStringLiteral("/group%1").arg(++objects_)));
        } else if (method == QStringLiteral("AddService")) {
            const QString name = arguments[3].toString();
            if (services.contains(name))
                return bus_.send(message.createErrorReply(QStringLiteral("org.freedesktop.Avahi.CollisionError"), {}));
            waiting_[path] = {name, {path, QStringLiteral("127.0.0.1"), quint16(arguments[7].toUInt())}};
        } else if (method == QStringLiteral("Commit")) {
            const auto [name, service] = waiting_.value(path);
            services[name] = service;
            tell("ItemNew", name);
        } else if (method == QStringLiteral("Free") && path == browser) {
            browser.clear();
        } else if (method == QStringLiteral("Free") || method == QStringLiteral("Reset")) {
            for (auto it = services.begin(); it != services.end();) {
                const bool isOwn = it->second.group == path;
                if (isOwn)
                    tell("ItemRemove", it->first);
                it = isOwn ? services.erase(it) : std::next(it);
            }
        } else if (method == QStringLiteral("GetAlternativeServiceName")) {
            answer << arguments[0].toString() + QStringLiteral(" #2");
        } else if (method == QStringLiteral("ServiceBrowserNew")) {
            browser = QStringLiteral("/browser%1").arg(++objects_);
            for (const auto &[name, service] : services) // before it says its own name, as the real one may
                tell("ItemNew", name);
            answer << QVariant::fromValue(QDBusObjectPath(browser));
        } else if (method == QStringLiteral("ResolveService")) {
            const auto &service = services.at(arguments[2].toString());
            answer << arguments[0] << arguments[1] << arguments[2] << arguments[3] << arguments[4] << service.host << 0
                   << QStringLiteral("127.0.0.1") << QVariant::fromValue(service.port) << discovery::noTexts()
                   << uint(0);
        }
        return bus_.send(message.createReply(answer));
    }

    void tell(const char *what, const QString &name)
    {
        auto signal = QDBusMessage::createSignal(browser, QStringLiteral("org.freedesktop.Avahi.ServiceBrowser"),
                                                 QLatin1StringView(what));
        signal << 2 << 0 << name << QString(discovery::kServiceType) << QStringLiteral("local") << uint(0);
        if (!browser.isEmpty())
            bus_.send(signal);
    }

    QDBusConnection bus_;
    int objects_ = 0;
    QHash<QString, std::pair<QString, Service>> waiting_; ///< by group: added and not committed
};

} // namespace backspool::tests
