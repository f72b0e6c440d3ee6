/// A keychain is read once, and a person who refuses is left alone for a while.
#include "secrets/memory_keychain.h"
#include "secrets/remembered_secrets.h"
#include "support/set_clock.h"
#include "support/verify_ok.h"

using namespace backspool;
using namespace backspool::engine;
using namespace std::chrono_literals;

class TestRememberedSecrets : public QObject
{
    Q_OBJECT

    test::SetClock clock_;
    test::MemoryKeychain *keychain_ = nullptr;
    std::unique_ptr<RememberedSecrets> secrets_;
    const CancelToken cancel_;
    const QString name_ = QStringLiteral("name");

    Result<QByteArray> read() { return secrets_->read(name_, cancel_); }

private Q_SLOTS:
    void init()
    {
        auto keychain = std::make_unique<test::MemoryKeychain>();
        keychain_ = keychain.get();
        secrets_ = std::make_unique<RememberedSecrets>(std::move(keychain), clock_);
        VERIFY_OK(secrets_->write(name_, "secret", cancel_));
    }

    void whatWasReadIsKnownThoughTheKeychainIsLocked()
    {
        VERIFY_OK(read());
        keychain_->isOpen = false;
        VERIFY_OK(read());
        QCOMPARE(keychain_->prompts, 0);
        keychain_->isOpen = true;
        VERIFY_OK(secrets_->write(name_, "another", cancel_));
        QCOMPARE(read().value(), QByteArray("another"));
        VERIFY_OK(secrets_->remove(name_, cancel_));
        VERIFY_FAILS(ErrorKind::Denied, read());
    }

    void whoRefusesIsNotAskedAgainAndAgain()
    {
        keychain_->isOpen = false;
        for (int minutes = 0; minutes < 59; ++minutes) {
            VERIFY_FAILS(ErrorKind::Unreachable, read());
            clock_.advance(1min);
        }
        QCOMPARE(keychain_->prompts, 1);
        clock_.advance(2min);
        VERIFY_FAILS(ErrorKind::Unreachable, read());
        QCOMPARE(keychain_->prompts, 2);
        secrets_->askAgain();
        VERIFY_FAILS(ErrorKind::Unreachable, read());
        VERIFY_FAILS(ErrorKind::Unreachable, read());
        QCOMPARE(keychain_->prompts, 3);
    }

    void whatIsNotFoundIsNotLookedForAgainAndAgain()
    {
        VERIFY_OK(secrets_->remove(name_, cancel_));
        VERIFY_FAILS(ErrorKind::Denied, read());
        keychain_->isOpen = false;
        VERIFY_FAILS(ErrorKind::Denied, read());
        QCOMPARE(keychain_->prompts, 0);
        VERIFY_FAILS(ErrorKind::Unreachable, secrets_->read(QStringLiteral("another"), cancel_));
    }

    void whoRefusesThoughItIsOpenIsNotAskedAgainAndAgain()
    {
        keychain_->callsUntilFailure = 0; // as when a person does not let this program at an open wallet
        VERIFY_FAILS(ErrorKind::Unreachable, read());
        VERIFY_FAILS(ErrorKind::Unreachable, read());
        clock_.advance(61min);
        VERIFY_OK(read());
    }

    void aKeychainThatWasUnlockedIsReadAtOnce()
    {
        keychain_->isOpen = false;
        VERIFY_FAILS(ErrorKind::Unreachable, read());
        keychain_->isOpen = true;
        QCOMPARE(read().value(), QByteArray("secret"));
    }
};

QTEST_GUILESS_MAIN(TestRememberedSecrets)
#include "tst_remembered_secrets.moc"
