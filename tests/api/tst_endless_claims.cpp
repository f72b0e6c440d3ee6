/// Claims that would take longer than the world lasts: they end with whoever made them.
#include "api/host.h"
#include "api/raw_peer.h"
#include "format/node.h"

#include <QTest>

#include <future>

using namespace backspool;
using namespace backspool::test;
using format::ObjectKind;
using protocol::MessageType;

class TestEndlessClaims : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> first_;
    std::optional<protocol::Identity> second_;

    /// Sends a version of a few nodes that stands for 200^6 times the same chunk, and leaves.
    protocol::Have::Claim sendEndlessVersion()
    {
        const codec::Digester digester(first_->domainSecret);
        const auto client = RemoteClient::connect(*first_);
        if (!client || !(*client)->begin())
            qFatal("no session");
        std::vector<ClientObject> trees;
        const auto node = [&](uint8_t level, const std::vector<QByteArray> &items) {
            ByteWriter writer;
            writer.u8(uint8_t(format::TreeKind::Extents)).u8(level);
            for (const auto &item : items)
                writer.sizedBytes(item);
            trees.push_back({ObjectKind::Node, digester.node(writer.buffer()), writer.buffer(), 0});
            return trees.back().name;
        };
        const auto content = randomBytes(1, 1'000);
        const ClientObject chunk{ObjectKind::Chunk, digester.chunk(content), content, 0};
        uint64_t items = 1;
        uint64_t weight = 1'000;
        auto top = node(0, {format::Extent{chunk.name, 0, 1'000}.encode()});
        for (uint8_t level = 1; level <= 6; ++level) {
            const auto child = ByteWriter().name(top).varint(items).varint(weight).sizedBytes({}).take();
            top = node(level, std::vector<QByteArray>(200, child));
            items *= 200;
            weight *= 200;
        }
        const auto name = ObjectName::fromBytes(randomBytes(2, 32));
        const format::VersionRecord record{.size = weight, .extentCount = items, .extentTree = top};
        trees.push_back({ObjectKind::Version, name, record.encode(), weight});
        if (!(*client)->send(format::BlockKind::Chunks, {chunk}) || !(*client)->send(format::BlockKind::Tree, trees) ||
            !(*client)->waitForAcknowledge(2))
            qFatal("not sent");
        return {ObjectKind::Version, name, weight};
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        first_ = *host_->client(QStringLiteral("first"));
        second_ = *host_->client(QStringLiteral("second"));
    }
    void cleanup() { host_.reset(); }

    void aClaimEndsWithItsConnection_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("the client goes") << QStringLiteral("goes");
        QTest::newRow("the client is revoked") << QStringLiteral("revoked");
        QTest::newRow("the service stops") << QStringLiteral("stops");
    }
    void aClaimEndsWithItsConnection()
    {
        QFETCH(QString, how);
        const auto claim = sendEndlessVersion();
        QTRY_COMPARE(host_->listener().sessionCount(), 0U);
        auto peer = std::make_unique<RawPeer>(host_->address(), &*second_);
        QVERIFY(peer->greet());
        peer->send(MessageType::BeginBackup, 2, protocol::BeginBackup{}.encode());
        QVERIFY(peer->read().has_value());
        QCOMPARE(host_->appliance().leases().active().size(), 1U);

        // The chunk is looked up last of all before the signature is computed.
        auto &store = host_->appliance().store();
        const auto begun = std::make_shared<std::promise<void>>();
        const auto isBegun = std::make_shared<std::once_flag>();
        std::vector<ContainerId> containers;
        for (const auto &row : store.containers())
            containers.push_back(row.id);
        store.condemn(containers, [begun, isBegun](const store::ObjectLocation &location) {
            if (location.kind == ObjectKind::Chunk)
                std::call_once(*isBegun, [&] { begun->set_value(); });
            return true;
        });
        peer->send(MessageType::Have, 3, protocol::Have{{claim}}.encode());
        QCOMPARE(begun->get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
        if (how == u"goes") {
            peer.reset();
        } else if (how == u"revoked") {
            VERIFY_OK(host_->appliance().revokeClient(QStringLiteral("second")));
            host_->listener().endSessionsOf(second_->client);
        } else {
            host_->stop(); // comes back
            return;
        }
        QTRY_COMPARE_WITH_TIMEOUT(host_->listener().sessionCount(), 0U, 20'000);
        QVERIFY(host_->appliance().leases().active().empty());
    }
};

QTEST_GUILESS_MAIN(TestEndlessClaims)
#include "tst_endless_claims.moc"
