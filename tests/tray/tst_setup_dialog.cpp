/// The first run as far as it needs no service: what it finds in the network, and what it counts.
#include "discovery/fake_avahi.h"
#include "secrets/session_keyring.h"
#include "session/engine_session.h"
#include "session/pictures.h"
#include "tray/setup_dialog.h"

#include <QTest>

using namespace backspool;
using namespace backspool::tests;
using namespace backspool::tray;

class TestSetupDialog : public QObject
{
    Q_OBJECT

    test::SessionKeyring private_; ///< its bus
    std::unique_ptr<FakeAvahi> avahi_;
    QTemporaryDir home_, state_;
    std::unique_ptr<engine::EngineSession> session_;
    std::unique_ptr<SetupDialog> dialog_;

    template <class T> T *part(const char *name) { return dialog_->findChild<T *>(QLatin1StringView(name)); }
    void open(bool isEnrolled)
    {
        dialog_ = std::make_unique<SetupDialog>(*session_, isEnrolled);
        dialog_->show();
    }
    QString address() { return part<QLineEdit>("service")->text(); }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString missing = private_.startBus(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        qputenv("DBUS_SYSTEM_BUS_ADDRESS", qgetenv("DBUS_SESSION_BUS_ADDRESS"));
        qputenv("HOME", QFile::encodeName(home_.path()));
        QFile file(home_.filePath(QStringLiteral("letter")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(12'345, 'x')) > 0);
    }
    void init()
    {
        avahi_ = std::make_unique<FakeAvahi>(
            QDBusConnection::connectToBus(qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("avahi")));
        QVERIFY(avahi_->begin());
        session_ = std::make_unique<engine::EngineSession>(engine::AgentState(state_.filePath(QStringLiteral("state"))),
                                                           QStringLiteral("test"));
    }
    void cleanup()
    {
        dialog_.reset();
        session_.reset();
        avahi_.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("avahi"));
    }

    void theOnlyServiceOfTheNetworkIsIt()
    {
        open(false);
        QVERIFY(!part<QListWidget>("found")->isVisible());
        QTRY_VERIFY(!avahi_->browser.isEmpty());
        avahi_->add(QStringLiteral("Backspool on nas"), QStringLiteral("127.0.0.1"), 7411);
        QTRY_COMPARE(address(), QStringLiteral("127.0.0.1:7411"));
        QVERIFY(part<QListWidget>("found")->isVisible());
        avahi_->add(QStringLiteral("Backspool on attic"), QStringLiteral("127.0.0.1"), 7412);
        auto *found = part<QListWidget>("found");
        QTRY_COMPARE(found->count(), 2);
        test::takePictures(*dialog_, QStringLiteral("setup-found"));
        QTest::mouseClick(found->viewport(), Qt::LeftButton, {}, found->visualItemRect(found->item(1)).center());
        QCOMPARE(address(), QStringLiteral("127.0.0.1:7412"));
        QVERIFY(part<QLineEdit>("code")->hasFocus());
    }

    void whatSomebodyTypesStays()
    {
        open(false);
        QTRY_VERIFY(!avahi_->browser.isEmpty());
        QTest::keyClicks(part<QLineEdit>("service"), QStringLiteral("n"));
        avahi_->add(QStringLiteral("Backspool on attic"), QStringLiteral("127.0.0.1"), 7412);
        QTRY_COMPARE(part<QListWidget>("found")->count(), 1);
        QCOMPARE(address(), QStringLiteral("n"));
    }

    void whatIsChosenIsCounted()
    {
        open(true);
        auto *sum = part<QLabel>("sum");
        QTRY_VERIFY2(sum->text().startsWith(QStringLiteral("Protected: 12")), qPrintable(sum->text()));
        QVERIFY(avahi_->browser.isEmpty()); // nothing is to be found
        part<QListWidget>("folders")->item(0)->setCheckState(Qt::Unchecked);
        QTRY_VERIFY(sum->text().contains(QStringLiteral("Nothing is protected")));
        QVERIFY(!part<QPushButton>("next")->isEnabled());
    }
};

QTEST_MAIN(TestSetupDialog)
#include "tst_setup_dialog.moc"
