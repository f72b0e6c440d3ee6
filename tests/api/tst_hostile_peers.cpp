/// Peers that break the rules: each gets a clear error or nothing, and the service goes on.
#include "api/host.h"
#include "api/raw_peer.h"
#include "protocol/read_messages.h"

#include <QRandomGenerator>
#include <QTest>
#include <QThread>

using namespace backspool;
using namespace backspool::test;
using protocol::MessageType;

class TestHostilePeers : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> identity_;

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start({.connections = 8, .strangers = 3}));
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        identity_ = *identity;
        QTRY_COMPARE(host_->listener().sessionCount(), 0U);
    }
    void cleanup()
    {
        // Whatever came: a client is served.
        if (host_ && identity_) {
            QTRY_VERIFY_WITH_TIMEOUT(host_->listener().sessionCount() < 3, 20'000);
            const auto client = RemoteClient::connect(*identity_);
            VERIFY_OK(client);
            VERIFY_OK((*client)->points());
        }
        host_.reset();
    }

    void garbageEndsTheConnection_data()
    {
        QTest::addColumn<bool>("enrolled");
        QTest::newRow("of a stranger") << false;
        QTest::newRow("of a client") << true;
    }
    void garbageEndsTheConnection()
    {
        QFETCH(bool, enrolled);
        QRandomGenerator random(7);
        QByteArray bytes(5'000, '\0');
        for (auto &byte : bytes)
            byte = char(random.bounded(256));
        bytes[3] = '\x7f'; // a huge frame
        RawPeer peer(host_->address(), enrolled ? &*identity_ : nullptr);
        QVERIFY(peer.isConnected());
        peer.write(bytes);
        QVERIFY(peer.waitForEnd());
    }

    void aStrangersFramesAreSmall()
    {
        RawPeer peer(host_->address(), nullptr);
        QVERIFY(peer.greet());
        peer.send(MessageType::Enrol, 2, QByteArray(protocol::kMaxPayloadBeforeEnrolment + 1, 'x'));
        QCOMPARE(peer.readError(), ErrorKind::Invalid);
        QVERIFY(peer.waitForEnd());
    }

    void aClientOutsideOfABackupSendsNoLargeFrames()
    {
        RawPeer peer(host_->address(), &*identity_);
        QVERIFY(peer.greet());
        peer.write(protocol::encodeFrame({MessageType::GetObjects, 2, QByteArray(3 << 20, 'x')}));
        QCOMPARE(peer.readError(), ErrorKind::Invalid);
        QVERIFY(peer.waitForEnd());
    }

    void aStrangerMayOnlyEnrol_data()
    {
        QTest::addColumn<int>("type");
        for (const auto type : {MessageType::ListPoints, MessageType::GetObjects, MessageType::BeginBackup,
                                MessageType::Data, MessageType::Commit, MessageType::Hello})
            QTest::addRow("message %d", int(type)) << int(type);
    }
    void aStrangerMayOnlyEnrol()
    {
        QFETCH(int, type);
        RawPeer peer(host_->address(), nullptr);
        QVERIFY(peer.greet());
        peer.send(MessageType(type), 2, {});
        QCOMPARE(peer.readError(), ErrorKind::Invalid);
        QVERIFY(peer.waitForEnd());
    }

    void whatIsNotExpectedEndsTheConnection_data()
    {
        QTest::addColumn<int>("type");
        for (const auto type : {MessageType::Hello, MessageType::Enrol, MessageType::Data, MessageType::Have,
                                MessageType::Prove, MessageType::Commit, MessageType::Candidates,
                                MessageType::AbortBackup, MessageType::Committed, MessageType(200)})
            QTest::addRow("message %d", int(type)) << int(type);
    }
    void whatIsNotExpectedEndsTheConnection()
    {
        QFETCH(int, type);
        RawPeer peer(host_->address(), &*identity_);
        QVERIFY(peer.greet());
        peer.send(MessageType(type), 2, {});
        QVERIFY(peer.readError().has_value());
        QVERIFY(peer.waitForEnd());
    }

    void malformedMessagesEndTheConnection_data()
    {
        QTest::addColumn<int>("type");
        for (const auto type :
             {MessageType::ListPoints, MessageType::GetPoint, MessageType::GetObjects, MessageType::BeginBackup})
            QTest::addRow("message %d", int(type)) << int(type);
    }
    void malformedMessagesEndTheConnection()
    {
        QFETCH(int, type);
        RawPeer peer(host_->address(), &*identity_);
        QVERIFY(peer.greet());
        peer.send(MessageType(type), 2, QByteArray(64, '\xff'));
        QVERIFY(peer.readError().has_value());
        QVERIFY(peer.waitForEnd());
    }

    void anotherVersionIsToldWhich()
    {
        RawPeer peer(host_->address(), &*identity_);
        peer.send(MessageType::Hello, 1,
                  protocol::Hello{.oldest = 7, .newest = 9, .software = QStringLiteral("later")}.encode());
        QCOMPARE(peer.readError(), ErrorKind::Unsupported);
    }

    void guessingCodesIsSlowAndEnds()
    {
        RawPeer peer(host_->address(), nullptr);
        QVERIFY(peer.greet());
        const auto keys = protocol::makeKeyAndRequest(QStringLiteral("host"));
        VERIFY_OK(keys);
        QElapsedTimer timer;
        timer.start();
        for (uint32_t attempt = 0; attempt < 5; ++attempt) {
            peer.send(
                MessageType::Enrol, attempt + 2,
                protocol::Enrol{QByteArray(10, char('a' + attempt)), keys->request, QStringLiteral("host")}.encode());
            QCOMPARE(peer.readError(10'000), ErrorKind::Denied);
        }
        QVERIFY(timer.elapsed() >= 5'000);
        QVERIFY(peer.waitForEnd());
    }

    void strangersAreFewAndClientsStillComeIn()
    {
        std::vector<std::unique_ptr<RawPeer>> strangers;
        for (int i = 0; i < 3; ++i) {
            strangers.push_back(std::make_unique<RawPeer>(host_->address(), nullptr));
            QVERIFY(strangers.back()->isConnected());
        }
        RawPeer more(host_->address(), nullptr);
        QVERIFY(!more.isConnected());
        strangers.pop_back();
        QTRY_VERIFY(host_->listener().sessionCount() < 3);
        const auto client = RemoteClient::connect(*identity_);
        VERIFY_OK(client);
    }

    void connectionsAreBounded()
    {
        std::vector<std::unique_ptr<RawPeer>> peers;
        for (int i = 0; i < 8; ++i) {
            peers.push_back(std::make_unique<RawPeer>(host_->address(), &*identity_));
            QVERIFY(peers.back()->greet());
        }
        QVERIFY(!RawPeer(host_->address(), &*identity_).isConnected());
    }

    void oneClientLeavesPlacesForTheOthers()
    {
        host_.reset();
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start({.ofOneClient = 3}));
        identity_ = *host_->client(QStringLiteral("desk"));
        const auto other = host_->client(QStringLiteral("laptop"));
        VERIFY_OK(other);
        std::vector<std::unique_ptr<RawPeer>> peers;
        for (int i = 0; i < 3; ++i) {
            peers.push_back(std::make_unique<RawPeer>(host_->address(), &*identity_));
            QVERIFY(peers.back()->greet());
        }
        RawPeer more(host_->address(), &*identity_);
        more.send(MessageType::Hello, 1, protocol::Hello{.software = QStringLiteral("raw")}.encode());
        QCOMPARE(more.readError(), ErrorKind::Busy);
        QVERIFY(more.waitForEnd());
        VERIFY_OK(RemoteClient::connect(*other));
        // A place that is left is free.
        peers.pop_back();
        QTRY_VERIFY(RawPeer(host_->address(), &*identity_).greet());
    }

    void whoTakesNothingOfItsAnswersIsEnded_data()
    {
        QTest::addColumn<bool>("large");
        QTest::newRow("one large answer") << true;
        QTest::newRow("many small answers") << false;
    }
    void whoTakesNothingOfItsAnswersIsEnded()
    {
        QFETCH(bool, large);
        host_.reset();
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start({.untaken = std::chrono::milliseconds(500)}));
        identity_ = *host_->client(QStringLiteral("desk"));
        // More than the systems' buffers hold.
        ClientObjects objects(identity_->domainSecret);
        Files files;
        for (uint32_t i = 0; i < 400; ++i)
            files[QByteArray::number(i)] = randomBytes(i, 60'000);
        const auto root = objects.directory(files);
        PointId point;
        {
            const auto client = RemoteClient::connect(*identity_);
            VERIFY_OK(client);
            VERIFY_OK((*client)->begin());
            VERIFY_OK((*client)->sendAll(objects));
            const auto committed = (*client)->commit(root);
            VERIFY_OK(committed);
            point = committed->point;
        }
        RawPeer peer(host_->address(), &*identity_);
        QVERIFY(peer.greet());
        QTRY_COMPARE(host_->listener().sessionCount(), 1U);
        peer.send(MessageType::GetPoint, 2, protocol::GetPoint{point}.encode());
        QVERIFY(peer.read().has_value());
        peer.send(MessageType::GetObjects, 3, protocol::GetObjects{{{ObjectName(), {root.entries}}}}.encode());
        QVERIFY(peer.read().has_value());
        std::vector<ObjectName> names;
        for (const auto &[name, content] : files)
            names.push_back(objects.digester().chunk(content));
        // Each answer is a fraction of what makes the service wait; together they are 48 MB and more.
        const size_t inOne = large ? names.size() : 4;
        for (size_t sent = 0; sent < 2 * names.size(); sent += inOne) {
            const auto first = names.begin() + ptrdiff_t(sent % names.size());
            peer.send(MessageType::GetObjects, uint32_t(4 + sent),
                      protocol::GetObjects{{{root.entries, {first, first + ptrdiff_t(inOne)}}}}.encode());
        }
        // Without an event loop, which would read.
        for (int i = 0; i < 1'000 && host_->listener().sessionCount() > 0; ++i)
            QThread::msleep(20);
        QCOMPARE(host_->listener().sessionCount(), 0U);
    }

    void whoIsCutOffInTheMiddleLeavesNothing()
    {
        {
            RawPeer peer(host_->address(), &*identity_);
            QVERIFY(peer.greet());
            peer.send(MessageType::BeginBackup, 2, protocol::BeginBackup{}.encode());
            QVERIFY(peer.read().has_value());
            peer.write(protocol::encodeFrame({MessageType::Data, 0, QByteArray(100'000, 'x')}).first(5'000));
        }
        QTRY_COMPARE(host_->listener().sessionCount(), 0U);
        QVERIFY(host_->appliance().leases().active().empty());
    }

    void bombsAreDefused()
    {
        RawPeer peer(host_->address(), &*identity_);
        QVERIFY(peer.greet());
        peer.send(MessageType::BeginBackup, 2, protocol::BeginBackup{}.encode());
        QVERIFY(peer.read().has_value());
        // A frame of zstd that expands to far more than it says.
        codec::Compressor compressor(1);
        protocol::Data data;
        data.block.kind = format::BlockKind::Chunks;
        data.block.codec = format::Codec::Zstd;
        data.block.table = {{format::ObjectKind::Chunk, 200'000}};
        data.block.rawSize = 200'000;
        data.block.payload = compressor.compress(QByteArray(64 << 20, 'a'));
        peer.send(MessageType::Data, 0, data.encode());
        QVERIFY(peer.readError().has_value());
        QVERIFY(peer.waitForEnd());
    }
};

QTEST_GUILESS_MAIN(TestHostilePeers)
#include "tst_hostile_peers.moc"
