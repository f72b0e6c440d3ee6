/// The policy on its way to the clients: asked for, and told of when it changes.
#include "api/host.h"
#include "protocol/policy_messages.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using protocol::MessageType;

class TestPolicy : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> identity_;

    static Result<protocol::Policy> ask(protocol::ClientConnection &connection, uint64_t known, bool watch)
    {
        return protocol::Policy::decode(
            TRY(connection.call(MessageType::GetPolicy, protocol::GetPolicy{.known = known, .watch = watch}.encode(),
                                MessageType::Policy)));
    }
    std::unique_ptr<protocol::ClientConnection> connect()
    {
        auto connection = protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1"));
        if (!connection)
            qFatal("%s", qPrintable(connection.error().text()));
        return *std::move(connection);
    }
    uint64_t set(const QByteArray &content)
    {
        const auto policy = host_->appliance().setPolicy(content);
        if (!policy)
            qFatal("%s", qPrintable(policy.error().text()));
        host_->listener().announcePolicy(*policy);
        return policy->version;
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start({.connections = 4}));
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        identity_ = *identity;
    }
    void cleanup() { host_.reset(); }

    void whoAsksIsTold()
    {
        const auto connection = connect();
        const auto none = ask(*connection, 0, false);
        VERIFY_OK(none);
        QCOMPARE(none->version, 0U);
        QVERIFY(none->content.isEmpty());
        QCOMPARE(set("{\"version\": 1}"), 1U);
        const auto first = ask(*connection, 0, false);
        VERIFY_OK(first);
        QCOMPARE(first->version, 1U);
        QCOMPARE(first->content, QByteArray("{\"version\": 1}"));
        QCOMPARE(first->set, host_->repository().clock().now());
        // What is known is not said again.
        QVERIFY(ask(*connection, 1, false)->content.isEmpty());
        QCOMPARE(set({}), 2U);
        const auto cleared = ask(*connection, 1, false);
        QCOMPARE(cleared->version, 2U);
        QVERIFY(cleared->content.isEmpty());
    }

    void whoWatchesHearsOfEachChangeAndNobodyElseDoes()
    {
        const auto watching = connect(), other = connect();
        std::mutex mutex;
        std::vector<uint64_t> told;
        int toldOther = 0;
        watching->setListener([&](const Result<protocol::Frame> &frame) {
            const std::scoped_lock lock(mutex);
            if (frame && frame->type == MessageType::Policy)
                told.push_back(protocol::Policy::decode(frame->payload)->version);
        });
        other->setListener([&](const Result<protocol::Frame> &frame) {
            const std::scoped_lock lock(mutex);
            toldOther += frame.has_value();
        });
        VERIFY_OK(ask(*watching, 0, true));
        VERIFY_OK(ask(*other, 0, false));
        set("{\"version\": 1}");
        set({});
        QTRY_VERIFY([&] {
            const std::scoped_lock lock(mutex);
            return told.size() == 2;
        }());
        VERIFY_OK(ask(*other, 0, false)); // what was sent to it before is there by now
        watching->abort();
        other->abort();
        // Of the other's, its end at most.
        QCOMPARE(told, (std::vector<uint64_t>{1, 2}));
        QCOMPARE(toldOther, 0);
    }

    void aWatchGivesWayWherePlacesAreShort()
    {
        std::vector<std::unique_ptr<protocol::ClientConnection>> connections;
        QTRY_COMPARE(host_->listener().sessionCount(), 0U); // of the enrolment
        for (int i = 0; i < 4; ++i)
            connections.push_back(connect());
        const auto refused = protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1"));
        QVERIFY(!refused);
        VERIFY_OK(ask(*connections[2], 0, true));
        const auto taken = protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1"));
        VERIFY_OK(taken);
        QTRY_VERIFY(connections[2]->failure());
        QVERIFY(!connections[0]->failure());
    }

    void strangersAreToldNothing()
    {
        VERIFY_OK(host_->appliance().revokeClient(QStringLiteral("desk")));
        QVERIFY(!protocol::ClientConnection::connect(*identity_, QStringLiteral("test 1")));
    }

    void theLastSixteenAreKeptOverARestart()
    {
        for (int i = 1; i <= 20; ++i)
            QCOMPARE(set("{\"version\": 1}" + QByteArray(i, ' ')), uint64_t(i));
        VERIFY_FAILS(ErrorKind::Invalid, host_->appliance().setPolicy(QByteArray(protocol::kMaxPolicySize + 1, ' ')));
        const auto before = host_->appliance().policies();
        QCOMPARE(before.size(), 16U);
        QCOMPARE(before.front().version, 5U);
        host_->stop();
        VERIFY_OK(host_->start());
        QCOMPARE(host_->appliance().policies(), before);
        QCOMPARE(host_->appliance().policy().version, 20U);
    }
};

QTEST_GUILESS_MAIN(TestPolicy)
#include "tst_policy.moc"
