#pragma once
/// Tells the local network where the service is, by DNS-SD, through Avahi where this computer has it: also when that
/// comes later, or is restarted.
#include <QDBusConnection>
#include <QDBusServiceWatcher>
#include <QObject>

namespace backspool::discovery {

/// As long as it lives. In a thread with an event loop; waits for nothing.
class ServiceAnnouncement : public QObject
{
    Q_OBJECT

public:
    /// @p name: for people; where another service of the network has it, Avahi chooses one that is like it.
    ServiceAnnouncement(QString name, quint16 port, QDBusConnection bus = QDBusConnection::systemBus(),
                        QObject *parent = nullptr);
    ~ServiceAnnouncement() override;

private Q_SLOTS:
    void stateChanged(int state, const QString &error);

private:
    void begin();
    void add(const QString &name);
    void renameAndAdd();
    void forgetGroup();
    QDBusMessage groupCall(const char *method) const;

    const QString wanted_;
    QString name_;
    const quint16 port_;
    QDBusConnection bus_;
    QDBusServiceWatcher watcher_;
    QString group_; ///< Avahi's object for what is announced; empty: none
};

} // namespace backspool::discovery
