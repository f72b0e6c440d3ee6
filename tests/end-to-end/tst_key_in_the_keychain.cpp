/// The app's key is in the keychain of the desktop, and the command line reads it from there; a locked keychain and a
/// missing one are told. The keychain is a real one, and so is everything else.
#include "secrets/keychain_store.h"
#include "secrets/session_keyring.h"
#include "session/enrolment.h"
#include "story.h"

#include <QElapsedTimer>

using namespace backspool;
using namespace backspool::test;

class KeyInTheKeychain : public QObject
{
    Q_OBJECT

    std::unique_ptr<SessionKeyring> keyring_;
    std::unique_ptr<Story> story_;
    std::shared_ptr<engine::KeychainStore> keychain_;

    engine::AgentState state() const { return engine::AgentState(story_->path(QStringLiteral("state")), keychain_); }
    Output agent(const char *arguments) const { return Agent(state().folder()).command(words(arguments)); }

private Q_SLOTS:
    void init()
    {
        keyring_ = std::make_unique<SessionKeyring>();
        if (const auto hindrance = keyring_->startBus(); !hindrance.isEmpty())
            QSKIP(qPrintable(hindrance));
        if (const auto hindrance = keyring_->startKeyring(); !hindrance.isEmpty())
            QSKIP(qPrintable(hindrance));
        story_ = std::make_unique<Story>();
        QVERIFY(story_->begin());
        keychain_ = std::make_shared<engine::KeychainStore>();
    }
    void cleanup()
    {
        keychain_.reset();
        story_.reset();
        keyring_.reset();
    }

    void bothProgramsReadItAndSayWhenTheyCannot()
    {
        const auto code = protocol::EnrolmentCode::fromText(story_->service.code(QStringLiteral("laptop")));
        QVERIFY(code);
        const auto enrolled =
            engine::enrolComputer(state(), story_->service.address(), *code, QStringLiteral("backspool test"),
                                  engine::SecretPlace::Keychain); // as the app does
        QVERIFY2(enrolled, enrolled ? "" : qPrintable(enrolled.error().text()));
        QFile file(state().identityFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains(enrolled->key.toBase64()));

        const QString tree = story_->path(QStringLiteral("tree"));
        QVERIFY(makeFiles(tree, 3, 0, 0, 1));
        VERIFY_CODE(Agent(state().folder()).command({QStringLiteral("backup"), tree}), 0);
        VERIFY_CODE(agent("status"), 0);

        QVERIFY(SessionKeyring::lock());
        QElapsedTimer timer;
        timer.start();
        auto told = agent("points");
        VERIFY_CODE(told, 1);
        QVERIFY2(told.err.contains("is locked") && told.err.contains("unlock it"), qPrintable(told.text()));
        QVERIFY(timer.elapsed() < 60'000);

        const auto bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        told = agent("points");
        qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
        VERIFY_CODE(told, 1);
        QVERIFY2(told.err.contains("cannot be reached") && told.err.contains("in the session of the desktop"),
                 qPrintable(told.text()));

        // Enrolled by the command line, it needs no keychain any more.
        VERIFY_CODE(Agent(state().folder())
                        .command({QStringLiteral("enrol"), QStringLiteral("--service"), story_->service.address(),
                                  QStringLiteral("--code"), story_->service.code(QStringLiteral("laptop"), true)}),
                    0);
        VERIFY_CODE(agent("points"), 0);
    }
};

QTEST_GUILESS_MAIN(KeyInTheKeychain)
#include "tst_key_in_the_keychain.moc"
