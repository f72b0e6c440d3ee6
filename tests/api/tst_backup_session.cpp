/// A backup from the grant to the point, interrupted and whole.
#include "api/host.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using format::BlockKind;
using format::ObjectKind;

class TestBackupSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> identity_;
    Files files_ = {
        {"large", randomBytes(1, 700'000)}, {"small", "hello"}, {"empty", ""}, {"leaf", randomBytes(2, 65'536)}};

    std::unique_ptr<RemoteClient> connect()
    {
        auto client = RemoteClient::connect(host_->here(*identity_));
        if (!client)
            qFatal("%s", qPrintable(client.error().text()));
        return *std::move(client);
    }
    ClientObjects objects() const { return ClientObjects(identity_->domainSecret); }
    /// Waits until the client's old connection has been worked off.
    void settle()
    {
        for (int i = 0;
             i < 400 && (host_->listener().sessionCount() > 0 || !host_->appliance().leases().active().empty()); ++i)
            QTest::qWait(10);
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        const auto identity = host_->client(QStringLiteral("desk"));
        VERIFY_OK(identity);
        identity_ = *identity;
    }
    void cleanup() { host_.reset(); }

    void aBackupHasALeaseThatNobodyHasWaitedFor()
    {
        // Its number was given, and it is held up until a reclaim counts it as over.
        VERIFY_OK(host_->appliance().leases().waitForOlder(LeaseId{5}, CancelToken()));
        const auto granted = connect()->begin();
        VERIFY_OK(granted);
        QVERIFY(granted->lease > LeaseId{5});
    }

    void whatIsSentComesBack()
    {
        auto objects = this->objects();
        const auto root = objects.directory(files_);
        const auto client = connect();
        const auto granted = client->begin();
        VERIFY_OK(granted);
        QVERIFY(!granted->baseIsHeld);
        QVERIFY(!granted->newest);
        QVERIFY(!granted->hasObjects);
        QVERIFY(granted->window > 0);
        VERIFY_OK(client->sendAll(objects));
        QVERIFY(client->waitForAcknowledge(client->blocksSent()));
        const auto committed = client->commit(root);
        VERIFY_OK(committed);
        QCOMPARE(committed->point, granted->point);

        const auto points = client->points();
        VERIFY_OK(points);
        QCOMPARE(points->points.size(), 1U);
        QCOMPARE(points->points[0].id, granted->point);
        QCOMPARE(points->points[0].host, QStringLiteral("host"));
        const auto trees = client->point(granted->point);
        VERIFY_OK(trees);
        QCOMPARE(trees->entries, root.entries);
        const auto read = client->readTree(trees->entries);
        VERIFY_OK(read);
        QCOMPARE(*read, files_);
        QVERIFY(host_->appliance().leases().active().empty());
        const auto verified = host_->repository().verify();
        VERIFY_OK(verified);
        QCOMPARE(verified->damages.size(), 0U);
    }

    void theNextBackupStandsOnTheFirst()
    {
        auto objects = this->objects();
        const auto root = objects.directory(files_);
        auto client = connect();
        const auto first = client->begin();
        VERIFY_OK(first);
        VERIFY_OK(client->sendAll(objects));
        VERIFY_OK(client->commit(root));

        const auto second = client->begin(first->point);
        VERIFY_OK(second);
        QVERIFY(second->baseIsHeld);
        QVERIFY(second->hasObjects);
        QCOMPARE(second->newest, first->point);
        QVERIFY(second->lease > first->lease);
        VERIFY_OK(client->commit(root)); // nothing changed: nothing is sent
        QCOMPARE(client->points()->points.size(), 2U);
    }

    void aBaseThatIsNotThereIsNotHeld()
    {
        const auto client = connect();
        const auto granted = client->begin(PointId{1234});
        VERIFY_OK(granted);
        QVERIFY(!granted->baseIsHeld);
    }

    void whatWasAcknowledgedIsNotSentAgain()
    {
        auto objects = this->objects();
        const auto root = objects.directory(files_);
        {
            const auto client = connect();
            VERIFY_OK(client->begin());
            VERIFY_OK(client->sendAll(objects, {root.entries, root.hints}));
            QVERIFY(client->waitForAcknowledge(client->blocksSent()));
            client->connection().abort();
        }
        settle();
        QVERIFY(host_->appliance().leases().active().empty());
        host_->stop();
        host_->repository().disk().powerCut(fault::PowerCut::Lose);
        VERIFY_OK(host_->start());

        const auto client = connect();
        VERIFY_OK(client->begin());
        std::vector<protocol::Have::Claim> claims;
        for (const auto &object : objects.objects()) {
            if (object.name != root.entries && object.name != root.hints)
                claims.push_back(claimOf(object));
        }
        const auto held = client->have(claims);
        VERIFY_OK(held);
        for (const auto answer : held->held)
            QCOMPARE(answer, protocol::Held::Yes);
        std::vector<ObjectName> known;
        for (const auto &claim : claims)
            known.push_back(claim.name);
        VERIFY_OK(client->sendAll(objects, known));
        VERIFY_OK(client->commit(root));
        QCOMPARE(*client->readTree(client->point(client->points()->points[0].id)->entries), files_);
    }

    void aPowerCutKeepsWhatWasAcknowledged()
    {
        auto objects = this->objects();
        objects.directory(files_);
        const auto chunks = objects.objectsOf(ObjectKind::Chunk);
        const auto client = connect();
        VERIFY_OK(client->begin());
        VERIFY_OK(client->send(BlockKind::Chunks, chunks));
        QVERIFY(client->waitForAcknowledge(client->blocksSent()));
        // As it is at this moment; what the service writes from now on fails.
        host_->repository().disk().stopAt(host_->repository().disk().operationCount() + 1);
        host_->stop();
        host_->repository().disk().powerCut(fault::PowerCut::Lose);
        VERIFY_OK(host_->start());
        for (const auto &chunk : chunks) {
            const auto read = host_->appliance().store().read(chunk.name);
            VERIFY_OK(read);
            QCOMPARE(*read, chunk.bytes);
        }
    }

    void oneBackupAtATimeAndTheDeadOneGivesWay()
    {
        auto first = connect();
        VERIFY_OK(first->begin());
        const auto second = connect();
        VERIFY_FAILS(ErrorKind::Busy, second->begin());
        first.reset(); // its end is there before the next request, or soon after
        for (int i = 0; i < 100; ++i) {
            const auto granted = second->begin();
            if (granted)
                return;
            QCOMPARE(granted.error().kind(), ErrorKind::Busy);
            QTest::qWait(20);
        }
        QFAIL("the dead connection's lease did not end");
    }

    void whoFindsNoPlaceIsToldWhenToComeAgain()
    {
        host_.reset();
        host_ = std::make_unique<Host>();
        host_->repository().options().settings.backupsAtOnce = 1;
        VERIFY_OK(host_->start());
        const auto desk = host_->client(QStringLiteral("desk")), lap = host_->client(QStringLiteral("lap"));
        VERIFY_OK(desk);
        VERIFY_OK(lap);
        const auto first = RemoteClient::connect(*desk), second = RemoteClient::connect(*lap);
        VERIFY_OK(first);
        VERIFY_OK(second);
        VERIFY_OK((*first)->begin());
        const auto refused = (*second)->begin();
        VERIFY_FAILS(ErrorKind::Busy, refused);
        QCOMPARE(refused.error().retryAfter(), std::optional(std::chrono::seconds(60)));
        // The same client's second backup is another matter.
        const auto again = RemoteClient::connect(*desk);
        VERIFY_OK(again);
        const auto same = (*again)->begin();
        VERIFY_FAILS(ErrorKind::Busy, same);
        QVERIFY(!same.error().retryAfter());
        VERIFY_OK((*first)->connection().send(protocol::MessageType::AbortBackup, {}));
        VERIFY_OK((*first)->points()); // after the abort
        VERIFY_OK((*second)->begin()); // over the same connection
    }

    void anAbortedBackupCanBeBegunAgain()
    {
        const auto client = connect();
        VERIFY_OK(client->begin());
        VERIFY_OK(client->connection().send(protocol::MessageType::AbortBackup, {}));
        VERIFY_OK(client->begin());
    }

    void aFailedCommitEndsTheBackupAndLosesNothing()
    {
        auto objects = this->objects();
        const auto root = objects.directory(files_);
        const auto client = connect();
        VERIFY_OK(client->begin());
        VERIFY_OK(client->sendAll(objects, {objects.objectsOf(ObjectKind::Chunk).front().name}));
        VERIFY_FAILS(ErrorKind::Invalid, client->commit(root));
        QCOMPARE(client->points()->points.size(), 0U);
        VERIFY_OK(client->begin());
        VERIFY_OK(client->sendAll(objects));
        VERIFY_OK(client->commit(root));
    }

    void aDamagedBlockEndsTheSession()
    {
        auto objects = this->objects();
        objects.directory(files_);
        const auto client = connect();
        VERIFY_OK(client->begin());
        auto chunk = objects.objectsOf(ObjectKind::Chunk).front();
        chunk.bytes[0] = char(chunk.bytes[0] ^ 1);
        VERIFY_OK(client->send(BlockKind::Chunks, {chunk}));
        QCOMPARE(client->waitForEnd().kind(), ErrorKind::Damaged);
        QVERIFY(!*host_->appliance().store().find(chunk.name));
    }

    void noSpaceIsSaidBeforeTheBackup()
    {
        host_->stop();
        host_->repository().options().settings.reserve = INT64_MAX;
        VERIFY_OK(host_->start());
        const auto client = connect();
        VERIFY_FAILS(ErrorKind::NoSpace, client->begin());
        VERIFY_OK(client->points()); // reading goes on
    }

    void aFullDiskEndsTheSessionWithAWord()
    {
        auto objects = this->objects();
        objects.directory({{"large", randomBytes(9, 3'000'000)}});
        const auto client = connect();
        VERIFY_OK(client->begin());
        host_->repository().disk().setCapacity(host_->repository().disk().usedBytes() + 500'000);
        std::ignore = client->sendAll(objects);
        QCOMPARE(client->waitForEnd().kind(), ErrorKind::NoSpace);
    }

    void wireBytesAreCounted()
    {
        const auto before = host_->appliance().catalogue().wireBytes();
        auto objects = this->objects();
        const auto root = objects.directory(files_);
        const auto client = connect();
        VERIFY_OK(client->begin());
        VERIFY_OK(client->sendAll(objects));
        VERIFY_OK(client->commit(root));
        QTRY_VERIFY(host_->appliance().catalogue().wireBytes()->in >= before->in + 700'000);
        const auto wire = client->connection().wireCount();
        QVERIFY(host_->appliance().catalogue().wireBytes()->in <= before->in + wire.sent + 10'000);
    }
};

QTEST_GUILESS_MAIN(TestBackupSession)
#include "tst_backup_session.moc"
