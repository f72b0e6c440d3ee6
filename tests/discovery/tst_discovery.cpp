/// A service that is announced in the local network is found there.
#include "discovery/service_announcement.h"
#include "discovery/service_finder.h"
#include "fake_avahi.h"
#include "secrets/session_keyring.h"

#include <QTest>

using namespace backspool;
using namespace backspool::discovery;
using namespace backspool::tests;

class TestDiscovery : public QObject
{
    Q_OBJECT

    test::SessionKeyring private_; ///< its bus
    std::unique_ptr<FakeAvahi> avahi_;

    static QDBusConnection bus(const QString &who)
    {
        return QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), who);
    }
    static QStringList namesOf(const ServiceFinder &finder)
    {
        QStringList names;
        for (const auto &found : finder.found())
            names += found.name;
        return names;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString missing = private_.startBus(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }
    void init()
    {
        avahi_ = std::make_unique<FakeAvahi>(bus(QStringLiteral("avahi")));
        QVERIFY(avahi_->begin());
    }
    void cleanup()
    {
        avahi_.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("avahi"));
    }

    void whatIsAnnouncedIsFoundUntilItEnds()
    {
        ServiceFinder finder(bus(QStringLiteral("finder")));
        finder.start();
        auto announcement = std::make_unique<ServiceAnnouncement>(QStringLiteral("Backspool on nas"), 7411,
                                                                  bus(QStringLiteral("service")));
        QTRY_COMPARE(namesOf(finder), QStringList{QStringLiteral("Backspool on nas")});
        QCOMPARE(finder.found().front().address, QStringLiteral("127.0.0.1:7411"));
        announcement.reset();
        QTRY_VERIFY(finder.found().empty());
    }

    void whatWasThereBeforeIsFoundOnce()
    {
        avahi_->add(QStringLiteral("one"), QStringLiteral("127.0.0.1"), 1);
        avahi_->add(QStringLiteral("two"), QStringLiteral("::1"), 2);
        ServiceFinder finder(bus(QStringLiteral("finder")));
        finder.start();
        QTRY_COMPARE(namesOf(finder).size(), 2);
        avahi_->add(QStringLiteral("one"), QStringLiteral("127.0.0.1"), 1); // by another way
        avahi_->add(QStringLiteral("three"), QStringLiteral("127.0.0.1"), 3);
        QTRY_COMPARE(namesOf(finder).size(), 3);
        QCOMPARE(finder.found()[1].address, QStringLiteral("[::1]:2"));
    }

    void aHostThatThisComputerDoesNotFindHasItsAddress()
    {
        avahi_->add(QStringLiteral("far"), QStringLiteral("no-such-host.invalid"), 5);
        ServiceFinder finder(bus(QStringLiteral("finder")));
        finder.start();
        // It is not told before it is known.
        QTRY_VERIFY_WITH_TIMEOUT(!finder.found().empty(), 30'000);
        QCOMPARE(finder.found().front().address, QStringLiteral("127.0.0.1:5"));
    }

    void aNameThatIsTakenIsMadeAnother_data()
    {
        QTest::addColumn<bool>("isTakenBefore");
        QTest::newRow("before") << true;
        QTest::newRow("as is told later") << false;
    }
    void aNameThatIsTakenIsMadeAnother()
    {
        QFETCH(bool, isTakenBefore);
        const QString name = QStringLiteral("Backspool");
        if (isTakenBefore)
            avahi_->add(name, QStringLiteral("127.0.0.1"), 1);
        const ServiceAnnouncement announcement(name, 7411, bus(QStringLiteral("service")));
        if (!isTakenBefore) {
            QTRY_VERIFY(avahi_->services.contains(name));
            avahi_->collide(name);
        }
        QTRY_VERIFY(avahi_->services.contains(name + QStringLiteral(" #2")));
        QVERIFY(avahi_->services.contains(name)); // the other one's
    }

    void avahiMayComeLaterAndAgain()
    {
        avahi_->end();
        const ServiceAnnouncement announcement(QStringLiteral("nas"), 7411, bus(QStringLiteral("service")));
        for (int i = 0; i < 2; ++i) {
            QVERIFY(avahi_->begin());
            QTRY_VERIFY(avahi_->services.contains(QStringLiteral("nas")));
            avahi_->end();
        }
    }

    void aLongNameIsCut()
    {
        const ServiceAnnouncement announcement(QString(100, QChar(0xe4)), 7411, bus(QStringLiteral("service")));
        QTRY_VERIFY(avahi_->services.contains(QString(31, QChar(0xe4))));
    }

    void nothingIsFoundWithoutABus()
    {
        ServiceFinder finder(QDBusConnection(QStringLiteral("none")));
        finder.start();
        const ServiceAnnouncement announcement(QStringLiteral("nas"), 7411, QDBusConnection(QStringLiteral("none")));
        QVERIFY(finder.found().empty());
    }

    void whoLooksNoMoreSaysSo()
    {
        {
            ServiceFinder finder(bus(QStringLiteral("finder")));
            finder.start();
            avahi_->add(QStringLiteral("one"), QStringLiteral("127.0.0.1"), 1);
            QTRY_VERIFY(!finder.found().empty());
        }
        QTRY_VERIFY(avahi_->browser.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
