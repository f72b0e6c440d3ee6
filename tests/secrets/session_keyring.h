#pragma once
/// A session bus and a keychain (gnome-keyring) of a test's own; what the test starts afterwards finds them, too.
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <signal.h>

namespace backspool::test {

class SessionKeyring
{
public:
    /// The test's own folders, and no display: nothing asks a person.
    SessionKeyring()
    {
        for (const char *place : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME"})
            qputenv(place, QFile::encodeName(folder_.path()));
        for (const char *display : {"DISPLAY", "WAYLAND_DISPLAY"})
            qunsetenv(display);
    }
    ~SessionKeyring()
    {
        for (auto *process : {&keyring_, &bus_}) {
            process->terminate();
            process->waitForFinished(5'000);
        }
    }

    /// A bus that starts no services by itself. What it returns says why there is none; empty: there is one.
    QString startBus()
    {
        QFile settings(folder_.filePath(QStringLiteral("bus.conf")));
        if (!settings.open(QIODevice::WriteOnly))
            return settings.errorString();
        settings.write(R"(<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
            <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>)");
        settings.close();
        bus_.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--config-file=") + settings.fileName(),
                                                   QStringLiteral("--nofork"), QStringLiteral("--print-address")});
        if (!bus_.waitForStarted() || !bus_.waitForReadyRead(10'000))
            return QStringLiteral("no session bus can be started here: ") + bus_.errorString();
        qputenv("DBUS_SESSION_BUS_ADDRESS", bus_.readLine().trimmed());
        return {};
    }

    /// After startBus(). Unlocked, with an empty password.
    QString startKeyring()
    {
        keyring_.start(
            QStringLiteral("gnome-keyring-daemon"),
            {QStringLiteral("--foreground"), QStringLiteral("--unlock"), QStringLiteral("--components=secrets")});
        if (!keyring_.waitForStarted())
            return QStringLiteral("gnome-keyring-daemon cannot be started here: ") + keyring_.errorString();
        keyring_.write("\n");
        keyring_.closeWriteChannel();
        for (int i = 0; i < 100 && keyring_.state() == QProcess::Running; ++i) {
            if (ask("SearchItems", QVariant::fromValue(QMap<QString, QString>{})))
                return {};
            QTest::qWait(100);
        }
        return QStringLiteral("gnome-keyring does not come up here: ") +
               QString::fromLocal8Bit(keyring_.readAllStandardError());
    }

    /// It answers nobody any more.
    bool halt() const { return ::kill(pid_t(keyring_.processId()), SIGSTOP) == 0; }
    bool goOn() const { return ::kill(pid_t(keyring_.processId()), SIGCONT) == 0; }

    static bool lock()
    {
        return ask("Lock", QVariant::fromValue(QList<QDBusObjectPath>{
                               QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login"))}));
    }

private:
    static bool ask(const char *what, const QVariant &argument)
    {
        qDBusRegisterMetaType<QMap<QString, QString>>();
        auto question = QDBusMessage::createMethodCall(
            QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
            QStringLiteral("org.freedesktop.Secret.Service"), QLatin1StringView(what));
        question << argument;
        return QDBusConnection::sessionBus().call(question, QDBus::Block, 3'000).type() == QDBusMessage::ReplyMessage;
    }

    QTemporaryDir folder_;
    QProcess bus_, keyring_;
};

} // namespace backspool::test
