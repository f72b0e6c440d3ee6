#pragma once
/// Backup services in the local network, as they announce themselves by DNS-SD (RFC 6763). Asks Avahi, over D-Bus
/// (avahi.h); where that is not there, none is found.
#include <QDBusConnection>
#include <QObject>

#include <map>
#include <vector>

class QDBusMessage;

namespace backspool::discovery {

/// What is found is what anybody in the network says: to be shown, and to be held to an enrolment code. Lives in the
/// thread of the windows; waits for nothing.
class ServiceFinder : public QObject
{
    Q_OBJECT

public:
    explicit ServiceFinder(QDBusConnection bus = QDBusConnection::systemBus(), QObject *parent = nullptr);
    ~ServiceFinder() override;

    struct Found
    {
        QString name;    ///< for people
        QString address; ///< HOST:PORT
    };
    void start();
    /// In the order in which they were found.
    const std::vector<Found> &found() const { return found_; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void itemNew(const QDBusMessage &signal);
    void itemRemove(const QDBusMessage &signal);

private:
    void resolved(const QDBusMessage &reply);
    void add(const Found &service);

    QDBusConnection bus_;
    QString browser_;                 ///< its object; empty until there is one
    std::vector<QDBusMessage> early_; ///< signals that came before its name
    std::map<QString, int> ways_;     ///< by name: networks and protocols over which it is announced
    std::vector<Found> found_;
};

} // namespace backspool::discovery
