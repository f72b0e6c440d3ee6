/// The service's policy at the agent: heard of at once, kept, refused where it is not understood.
#include "agent/policy_watch.h"
#include "agent/service_policy.h"
#include "api/host.h"
#include "core/small_file.h"
#include "secrets/memory_keychain.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTemporaryDir>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::test;
using namespace std::chrono_literals;

class TestPolicyWatch : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::unique_ptr<QTemporaryDir> folder_;

    AgentState state() const { return AgentState(folder_->path()); }
    QByteArray kept() const { return readSmallFile(servicePolicyFile(state()), 1 << 20).value_or("none"); }
    static protocol::Policy policy(uint64_t version, const QByteArray &content)
    {
        return {.version = version, .set = {}, .content = content};
    }
    void set(const QByteArray &content)
    {
        const auto policy = host_->appliance().setPolicy(content);
        VERIFY_OK(policy);
        host_->listener().announcePolicy(*policy);
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        VERIFY_OK(identity->save(state().identityFile()));
    }
    void cleanup() { host_.reset(); }

    void whatIsSaidIsKeptAndOnlyAChangeIsOne()
    {
        const QByteArray good = R"({"version": 1, "locked": ["exclusions.patterns"]})";
        QCOMPARE(keepServicePolicy(state(), policy(0, {})).value(), false);
        QCOMPARE(keepServicePolicy(state(), policy(1, good)).value(), true);
        QCOMPARE(kept(), good);
        QCOMPARE(keepServicePolicy(state(), policy(2, good)).value(), false);
        const auto refused = keepServicePolicy(state(), policy(3, "{\"version\": 1,\n\"from\": \"the future\"}"));
        VERIFY_FAILS(ErrorKind::Invalid, refused);
        QVERIFY2(refused.error().text().contains(QStringLiteral("version 3: line 2: \"from\"")),
                 qPrintable(refused.error().text()));
        QCOMPARE(kept(), good);
        QCOMPARE(keepServicePolicy(state(), policy(4, {})).value(), true);
        QCOMPARE(kept(), QByteArray("none"));
    }

    void aRunningAgentHearsOfEachChange()
    {
        set(R"({"version": 1})");
        PolicyWatch watch(state(), QStringLiteral("test 1"));
        std::atomic<int> changes = 0;
        connect(&watch, &PolicyWatch::changed, &watch, [&] { ++changes; }, Qt::DirectConnection);
        watch.start();
        QTRY_COMPARE(kept(), QByteArray(R"({"version": 1})"));
        set(R"({"version": 1, "battery": {"pause_below_percent": 5}})");
        QTRY_VERIFY(kept().contains("battery"));
        QTRY_COMPARE(changes, 2);
        QVERIFY(!watch.refused());
        set("{}"); // of a service that is newer, say
        QTRY_VERIFY(watch.refused());
        QTRY_COMPARE(changes, 3);
        QVERIFY(kept().contains("battery"));
        set({});
        QTRY_COMPARE(kept(), QByteArray("none"));
        QTRY_VERIFY(!watch.refused());
    }

    void aKeyThatWasLockedAwayIsFound()
    {
        const auto keychain = std::make_shared<MemoryKeychain>();
        const AgentState state(folder_->path(), keychain);
        auto identity = protocol::Identity::load(state.identityFile());
        VERIFY_OK(identity);
        identity->secretName = QStringLiteral("name");
        keychain->kept[identity->secretName] = identity->secrets();
        VERIFY_OK(identity->save(state.identityFile()));
        keychain->isOpen = false;
        PolicyWatch watch(state, QStringLiteral("test 1"), 10ms);
        std::atomic<int> found = 0;
        connect(&watch, &PolicyWatch::keyFound, &watch, [&] { ++found; }, Qt::DirectConnection);
        watch.start();
        QTRY_VERIFY(keychain->prompts > 1);
        QCOMPARE(found, 0);
        keychain->isOpen = true;
        QTRY_COMPARE(found, 1);
        host_.reset();     // to be looked for again and again, with the key that is there
        QTest::qWait(200); // for what must not come
        QCOMPARE(found, 1);
    }

    void anEndIsSoonWhateverTheServiceDoes()
    {
        // Nobody accepts here: the connection is neither made nor refused.
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        auto identity = protocol::Identity::load(state().identityFile());
        VERIFY_OK(identity);
        identity->service = QStringLiteral("127.0.0.1:%1").arg(silent.serverPort());
        VERIFY_OK(identity->save(state().identityFile()));
        QElapsedTimer timer;
        {
            PolicyWatch watch(state(), QStringLiteral("test 1"));
            watch.start();
            QTRY_VERIFY(silent.hasPendingConnections());
            timer.start();
        }
        QVERIFY(timer.elapsed() < 10'000); // a handshake may take 30 s
    }
};

QTEST_GUILESS_MAIN(TestPolicyWatch)
#include "tst_policy_watch.moc"
