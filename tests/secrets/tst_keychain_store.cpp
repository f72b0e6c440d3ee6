/// The keychain of a desktop: a real one, gnome-keyring on a session bus of the test's own; and what is said where
/// there is none.
#include "secrets/keychain_store.h"
#include "secrets/session_keyring.h"
#include "support/verify_ok.h"

#include <QDBusVariant>
#include <QDBusVirtualObject>
#include <QElapsedTimer>

#include <thread>

using namespace backspool;
using namespace backspool::engine;
using Presence = protocol::SecretStore::Presence;

namespace {

/// Stands where the window for the password would be, and thinks.
class Person : public QDBusVirtualObject
{
public:
    QList<QDBusMessage> questions;

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &) override
    {
        if (message.member() == QStringLiteral("BeginPrompting")) {
            message.setDelayedReply(true);
            questions += message;
        }
        return true;
    }
};

/// Stands where Plasma's wallet would be.
class Wallet : public QDBusVirtualObject
{
public:
    std::atomic<bool> isOpen = false;

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() == QStringLiteral("networkWallet"))
            return bus.send(message.createReply(QStringLiteral("kdewallet")));
        if (message.member() == QStringLiteral("isOpen") &&
            message.arguments() == QVariantList{QStringLiteral("kdewallet")})
            return bus.send(message.createReply(isOpen.load()));
        return false;
    }
};

/// A Secret Service that asks a person where it is searched while it is locked, as KeePassXC does.
class AskingService : public QDBusVirtualObject
{
public:
    std::atomic<int> searches = 0;

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override
    {
        if (message.member() == QStringLiteral("SearchItems"))
            ++searches;
        if (message.member() == QStringLiteral("ReadAlias"))
            return bus.send(message.createReply(
                QVariant::fromValue(QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/passwords")))));
        if (message.member() == QStringLiteral("Get"))
            return bus.send(message.createReply(QVariant::fromValue(QDBusVariant(true)))); // "Locked"
        return false;
    }
};

/// From outside the thread that has what is asked.
Presence lookFromOutside(KeychainStore &store, const QString &name)
{
    std::atomic<bool> isDone = false;
    auto presence = Presence::Gone;
    const std::jthread asking([&] {
        presence = store.look(name);
        isDone = true;
    });
    while (!isDone)
        QTest::qWait(10);
    return presence;
}

} // namespace

class TestKeychainStore : public QObject
{
    Q_OBJECT

    std::unique_ptr<test::SessionKeyring> keyring_;
    QString hindrance_; ///< why there is no keychain to try with
    std::unique_ptr<KeychainStore> store_;
    const CancelToken cancel_;
    const QString name_ = QStringLiteral("6f1c2f0e");

private Q_SLOTS:
    void initTestCase()
    {
        keyring_ = std::make_unique<test::SessionKeyring>();
        store_ = std::make_unique<KeychainStore>();
        hindrance_ = keyring_->startBus();
    }
    void cleanupTestCase()
    {
        store_.reset();
        keyring_.reset();
    }

    void withoutAKeychainItSaysWhatToDo()
    {
        if (!hindrance_.isEmpty())
            QSKIP(qPrintable(hindrance_));
        QCOMPARE(store_->look(name_), Presence::Unknown);
        const auto read = store_->read(name_, cancel_);
        VERIFY_FAILS(ErrorKind::Unreachable, read);
        QVERIFY2(read.error().text().contains(QStringLiteral("in the session of the desktop")),
                 qPrintable(read.error().text()));
        VERIFY_FAILS(ErrorKind::Unreachable, store_->write(name_, "secret", cancel_));
    }

    void aLockedOneIsNotSearched()
    {
        if (!hindrance_.isEmpty())
            QSKIP(qPrintable(hindrance_));
        auto bus = QDBusConnection::sessionBus();
        AskingService service;
        QVERIFY(
            bus.registerVirtualObject(QStringLiteral("/org/freedesktop/secrets"), &service, QDBusConnection::SubPath));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.secrets")));
        QCOMPARE(lookFromOutside(*store_, name_), Presence::Locked);
        QCOMPARE(service.searches, 0);
        bus.unregisterService(QStringLiteral("org.freedesktop.secrets"));
        bus.unregisterObject(QStringLiteral("/org/freedesktop/secrets"), QDBusConnection::UnregisterTree);
    }

    void plasmasWalletSaysWhetherItIsOpen()
    {
        if (!hindrance_.isEmpty())
            QSKIP(qPrintable(hindrance_));
        auto bus = QDBusConnection::sessionBus();
        Wallet wallet;
        QVERIFY(bus.registerVirtualObject(QStringLiteral("/modules/kwalletd6"), &wallet));
        QVERIFY(bus.registerService(QStringLiteral("org.kde.kwalletd6")));
        QCOMPARE(lookFromOutside(*store_, name_), Presence::Unknown); // this is not Plasma
        qputenv("XDG_CURRENT_DESKTOP", "KDE");
        qputenv("KDE_SESSION_VERSION", "6");
        QCOMPARE(lookFromOutside(*store_, name_), Presence::Locked);
        wallet.isOpen = true;
        QCOMPARE(lookFromOutside(*store_, name_), Presence::There);
        bus.unregisterService(QStringLiteral("org.kde.kwalletd6"));
        QCOMPARE(lookFromOutside(*store_, name_), Presence::Unknown); // nor is there a wallet
        bus.unregisterObject(QStringLiteral("/modules/kwalletd6"));
        qunsetenv("XDG_CURRENT_DESKTOP");
        qunsetenv("KDE_SESSION_VERSION");
    }

    void aSecretIsKeptAndGivenBack()
    {
        if (hindrance_.isEmpty())
            hindrance_ = keyring_->startKeyring();
        if (!hindrance_.isEmpty())
            QSKIP(qPrintable(hindrance_));
        const QByteArray secret("a\0b\xff", 4);
        QCOMPARE(store_->look(name_), Presence::Gone);
        VERIFY_FAILS(ErrorKind::Denied, store_->read(name_, cancel_));
        VERIFY_OK(store_->write(name_, secret, cancel_));
        QCOMPARE(store_->look(name_), Presence::There);
        QCOMPARE(store_->read(name_, cancel_).value(), secret);
        std::vector<std::jthread> threads;
        std::atomic<int> good = 0;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                const auto again = store_->read(name_, cancel_);
                good += again && *again == secret ? 1 : 0;
            });
        }
        threads.clear();
        QCOMPARE(good.load(), 4);
    }

    void aLockedOneIsToldFromAnEmptiedOne()
    {
        if (!hindrance_.isEmpty())
            QSKIP(qPrintable(hindrance_));
        QVERIFY(test::SessionKeyring::lock());
        QCOMPARE(store_->look(name_), Presence::Locked);
        // Nothing is there that could ask for the password, as if the person did not want to give it.
        VERIFY_FAILS(ErrorKind::Unreachable, store_->read(name_, cancel_));
        // What a locked one does not show may be there (KeePassXC shows nothing then).
        const QString other = QStringLiteral("unknown");
        QCOMPARE(store_->look(other), Presence::Locked);
        VERIFY_FAILS(ErrorKind::Unreachable, store_->read(other, cancel_));
    }

    void aPersonIsAskedOnceForAllWhoWait()
    {
        if (!hindrance_.isEmpty())
            QSKIP(qPrintable(hindrance_));
        auto bus = QDBusConnection::sessionBus();
        Person person;
        QVERIFY(bus.registerVirtualObject(QStringLiteral("/org/gnome/keyring/Prompter"), &person));
        QVERIFY(bus.registerService(QStringLiteral("org.gnome.keyring.SystemPrompter")));
        CancelToken ended;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i)
            threads.emplace_back([&] { std::ignore = store_->read(name_, ended); });
        QTRY_COMPARE_WITH_TIMEOUT(person.questions.size(), qsizetype(1), 30'000);
        ended.cancel();
        threads.clear();
        threads.emplace_back([&] { std::ignore = store_->read(name_, cancel_); }); // the next attempt
        QTest::qWait(300);
        bus.send(person.questions.front().createErrorReply(QDBusError::Failed, QStringLiteral("no")));
        QTest::qWait(1'000); // for what must not come
        threads.clear();
        QCOMPARE(person.questions.size(), qsizetype(1));
        bus.unregisterService(QStringLiteral("org.gnome.keyring.SystemPrompter"));
        bus.unregisterObject(QStringLiteral("/org/gnome/keyring/Prompter"));
    }

    void whoIsCancelledDoesNotWait()
    {
        if (!hindrance_.isEmpty())
            QSKIP(qPrintable(hindrance_));
        QVERIFY(keyring_->halt());
        CancelToken ended;
        std::jthread ender([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            ended.cancel();
        });
        QElapsedTimer timer;
        timer.start();
        VERIFY_FAILS(ErrorKind::Cancelled, store_->read(name_, ended));
        QVERIFY(timer.elapsed() < 10'000); // a person would have 90 s
        QVERIFY(keyring_->goOn());
    }
};

QTEST_GUILESS_MAIN(TestKeychainStore)
#include "tst_keychain_store.moc"
