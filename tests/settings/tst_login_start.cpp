/// The app starts with the session, or does not: by the files that desktops look at.
#include "settings/login_start.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::settings;

class TestLoginStart : public QObject
{
    Q_OBJECT

    QTemporaryDir root_;

    AutostartFolders folders(const char *name) const
    {
        const QString base = root_.filePath(QString::fromLatin1(name));
        return {base + QStringLiteral("/user"), {base + QStringLiteral("/first"), base + QStringLiteral("/second")}};
    }
    static bool install(const QString &folder, const QByteArray &more = {})
    {
        QDir().mkpath(folder);
        QFile file(folder + QStringLiteral("/org.backspool.Backspool.desktop"));
        return file.open(QIODevice::WriteOnly) && file.write("[Desktop Entry]\n" + more) > 0;
    }

private Q_SLOTS:
    void itIsSwitchedOnAndOff_data()
    {
        QTest::addColumn<bool>("isInstalled");
        QTest::newRow("installed for everybody") << true;
        QTest::newRow("installed nowhere") << false;
    }
    void itIsSwitchedOnAndOff()
    {
        QFETCH(bool, isInstalled);
        const auto where = folders(isInstalled ? "installed" : "nowhere");
        QVERIFY(!isInstalled || install(where.system[1]));
        QCOMPARE(startsAtLogin(where), isInstalled);
        for (const bool starts : {false, true, true, false, false, true}) {
            VERIFY_OK(setStartsAtLogin(where, starts));
            QCOMPARE(startsAtLogin(where), starts);
        }
        // Where the system's file says what is wanted, there is none of the user's to go out of date.
        QCOMPARE(QFile::exists(where.user + QStringLiteral("/org.backspool.Backspool.desktop")), !isInstalled);
    }

    void whatADesktopSwitchedOffIsOff()
    {
        const auto where = folders("desktop");
        QVERIFY(install(where.system[0]));
        QVERIFY(install(where.user, "X-GNOME-Autostart-enabled=false\n"));
        QVERIFY(!startsAtLogin(where));
        VERIFY_OK(setStartsAtLogin(where, true));
        QVERIFY(startsAtLogin(where));
    }

    void anEntryOfTheUsersOwnStays()
    {
        const auto where = folders("own");
        const QByteArray own = "Exec=backspool --background --other\nX-Delay=60\n";
        QVERIFY(install(where.user, own));
        for (const bool starts : {false, true}) {
            VERIFY_OK(setStartsAtLogin(where, starts));
            QCOMPARE(startsAtLogin(where), starts);
            QFile file(where.user + QStringLiteral("/org.backspool.Backspool.desktop"));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY(file.readAll().endsWith(own));
        }
    }

    void whatCannotBeWrittenIsSaid()
    {
        QFile file(root_.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(!setStartsAtLogin({file.fileName() + QStringLiteral("/user"), {}}, true));
    }
};

QTEST_APPLESS_MAIN(TestLoginStart)
#include "tst_login_start.moc"
