/// A new identity's secrets go into the keychain or the file, and whatever fails, an identity that is there has its
/// own.
#include "secrets/identity_keeping.h"
#include "secrets/memory_keychain.h"
#include "support/verify_ok.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::engine;

class TestIdentityKeeping : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<test::MemoryKeychain> keychain_;
    const CancelToken cancel_;

    AgentState state() const { return AgentState(folder_->path(), keychain_); }
    QByteArray file() const
    {
        QFile in(state().identityFile());
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    static protocol::Identity sample(const char *key = "the private key")
    {
        return {.service = QStringLiteral("host:1"),
                .repository = QStringLiteral("6f1c2f0e-0c55-4c7c-9a50-5d2f0cf6a1b7"),
                .client = ClientId{4},
                .clientName = QStringLiteral("laptop"),
                .certificate = "certificate",
                .key = key,
                .authority = "authority",
                .domainSecret = codec::SecretKey::fromBytes(QByteArray(32, 's'))};
    }
    Status keep(const protocol::Identity &identity, SecretPlace place = SecretPlace::Keychain) const
    {
        return keepIdentity(state(), identity, place, cancel_);
    }
    void verifyIsThere(const char *key = "the private key") const
    {
        const auto identity = state().identity();
        VERIFY_OK(identity);
        QCOMPARE(identity->key, QByteArray(key));
        QVERIFY(identity->domainSecret == sample().domainSecret);
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        keychain_ = std::make_shared<test::MemoryKeychain>();
    }

    void theFileHasNoSecretThatTheKeychainHas()
    {
        VERIFY_OK(keep(sample()));
        verifyIsThere();
        QVERIFY(!file().contains(sample().key.toBase64()));
        QVERIFY(!file().contains(QByteArray(32, 's').toBase64()));
        QCOMPARE(keychain_->kept.size(), size_t(1));
        QVERIFY(protocol::Identity::load(state().identityFile())->key.isEmpty());
    }

    void aDaemonAsksNoKeychain()
    {
        keychain_->isOpen = false;
        VERIFY_OK(keep(sample(), SecretPlace::File));
        verifyIsThere();
        QCOMPARE(keychain_->prompts, 0);
        keychain_.reset();
        VERIFY_OK(keep(sample(), SecretPlace::Keychain)); // a program without one
        verifyIsThere();
    }

    void whatTheKeychainDoesNotTakeIsInTheFileWhichSaysWhy()
    {
        keychain_->isOpen = false;
        VERIFY_OK(keep(sample()));
        verifyIsThere();
        QVERIFY(keychain_->kept.empty());
        QVERIFY(state().identity()->whyInFile.contains(QStringLiteral("locked")));
        keychain_->isOpen = true;
        keychain_->isForgetful = true;
        VERIFY_OK(keep(sample()));
        verifyIsThere();
        QVERIFY(state().identity()->secretName.isEmpty());
    }

    void aNewIdentityReplacesTheOldOneInTheKeychainToo()
    {
        for (const auto place : {SecretPlace::Keychain, SecretPlace::Keychain, SecretPlace::File}) {
            VERIFY_OK(keep(sample(), place));
            verifyIsThere();
            QCOMPARE(keychain_->kept.size(), size_t(place == SecretPlace::Keychain));
        }
    }

    void whereverTheKeychainFailsOneOfBothIsThere()
    {
        for (int calls = 0; calls < 4; ++calls) {
            VERIFY_OK(keep(sample("old")));
            keychain_->callsUntilFailure = calls;
            VERIFY_OK(keep(sample("new")));
            keychain_->callsUntilFailure = -1;
            verifyIsThere("new");
            // The old one is there still where it could not be removed; none that nobody uses is.
            const bool isInKeychain = !state().identity()->secretName.isEmpty();
            QCOMPARE(isInKeychain, calls > 1);
            QCOMPARE(keychain_->kept.size(), size_t(calls == 2 ? 2 : calls == 3 ? 1 : 0));
            keychain_->kept.clear();
        }
    }

    void aFileThatCannotBeWrittenLeavesTheOldOne()
    {
        VERIFY_OK(keep(sample("old")));
        // What the file is written aside into: a folder there lets nothing be written, for root neither.
        QVERIFY(QDir().mkpath(state().identityFile() + QStringLiteral(".new/x")));
        QVERIFY(!keep(sample("new")));
        verifyIsThere("old");
        QCOMPARE(keychain_->kept.size(), size_t(1));
    }

    void whatWasWrittenAndFailedAllTheSameGoes()
    {
        keychain_->failsLate = true;
        keychain_->callsUntilFailure = 0;
        VERIFY_OK(keep(sample()));
        verifyIsThere();
        QVERIFY(keychain_->kept.empty());
    }

    void whyItIsInTheFileIsSaidInShort()
    {
        keychain_->callsUntilFailure = 1; // reading back
        VERIFY_OK(keep(sample()));
        QCOMPARE(state().identity()->whyInFile, QStringLiteral("it does not give back what it was given"));
    }

    void aProgramThatEndsWhileThePersonThinksKeepsTheKey()
    {
        CancelToken ended;
        // The service has used the code up, and knows the new key.
        keychain_->onWrite = [&] {
            verifyIsThere();
            ended.cancel();
        };
        VERIFY_OK(keepIdentity(state(), sample(), SecretPlace::Keychain, ended));
        verifyIsThere();
        QVERIFY(state().identity()->secretName.isEmpty());
    }

    void nobodyWaitsAtTheEndOfTheProgram()
    {
        CancelToken ended;
        ended.cancel();
        VERIFY_OK(keepIdentity(state(), sample(), SecretPlace::Keychain, ended));
        verifyIsThere();
        QVERIFY(keychain_->kept.empty());
    }

    void anotherDesktopsKeychainIsNamed()
    {
        keychain_->ofDesktop = QStringLiteral("KDE");
        VERIFY_OK(keep(sample()));
        keychain_->ofDesktop = QStringLiteral("GNOME");
        verifyIsThere(); // one keychain for both
        keychain_->kept.clear();
        const auto identity = state().identity();
        VERIFY_FAILS(ErrorKind::Unreachable, identity); // it is not lost for that
        QVERIFY2(identity.error().text().contains(QStringLiteral("another desktop's keychain, that of KDE")),
                 qPrintable(identity.error().text()));
        keychain_->ofDesktop = QStringLiteral("KDE");
        VERIFY_FAILS(ErrorKind::Denied, state().identity());
    }

    void aLockedOrEmptiedKeychainSaysSo()
    {
        VERIFY_OK(keep(sample()));
        keychain_->isOpen = false;
        VERIFY_FAILS(ErrorKind::Unreachable, state().identity()); // not "not enrolled", nor for ever
        keychain_->isOpen = true;
        verifyIsThere();
        for (auto &[name, secret] : keychain_->kept)
            secret = "something else";
        VERIFY_FAILS(ErrorKind::Denied, state().identity());
        keychain_->kept.clear();
        VERIFY_FAILS(ErrorKind::Denied, state().identity());
        VERIFY_FAILS(ErrorKind::Unreachable, AgentState(folder_->path()).identity()); // a program without keychain
    }
};

QTEST_GUILESS_MAIN(TestIdentityKeeping)
#include "tst_identity_keeping.moc"
