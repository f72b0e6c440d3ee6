/// What a client may ask of the files of its base, and what not.
#include "api/base_files.h"
#include "api/host.h"
#include "codec/fingerprint_builder.h"
#include "protocol/difference_messages.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using protocol::MessageType;

class TestBaseFiles : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> owner_, other_;
    const QByteArray content_ = randomBytes(1, 300'000);
    PointId point_;

    std::unique_ptr<RemoteClient> connect(const protocol::Identity &identity)
    {
        auto client = RemoteClient::connect(host_->here(identity));
        if (!client)
            qFatal("%s", qPrintable(client.error().text()));
        return *std::move(client);
    }
    static protocol::GetFingerprints question(const QByteArray &path)
    {
        return {.path = path, .blockSize = 10, .key = QByteArray(32, 'k'), .known = {}};
    }
    static Result<protocol::Fingerprints> ask(RemoteClient &client, const protocol::GetFingerprints &question)
    {
        return protocol::Fingerprints::decode(
            TRY(client.connection().call(MessageType::GetFingerprints, question.encode(), MessageType::Fingerprints)));
    }
    static Result<std::vector<bool>> check(RemoteClient &client, const protocol::CheckCopies &question)
    {
        return TRY(protocol::CopiesChecked::decode(TRY(client.connection().call(
                       MessageType::CheckCopies, question.encode(), MessageType::CopiesChecked))))
            .right;
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        owner_ = host_->client(QStringLiteral("owner")).value();
        other_ = host_->client(QStringLiteral("other")).value();
        ClientObjects objects(owner_->domainSecret);
        const auto root = objects.directory({{"large", content_}, {"small", "text"}});
        const auto client = connect(*owner_);
        VERIFY_OK(client->begin());
        VERIFY_OK(client->sendAll(objects));
        const auto committed = client->commit(root);
        VERIFY_OK(committed);
        point_ = committed->point;
    }
    void cleanup() { host_.reset(); }

    void theSetOfAFileOfTheBaseIsGiven()
    {
        const auto client = connect(*owner_);
        VERIFY_OK(client->begin(point_));
        auto asked = question("/large");
        const auto set = ask(*client, asked);
        VERIFY_OK(set);
        const codec::Digester digester(owner_->domainSecret);
        codec::FingerprintBuilder builder(digester, codec::SecretKey::fromBytes(asked.key), 1_KiB);
        for (qsizetype at = 0; at < content_.size(); at += codec::kLeafSize)
            builder.addLeaf(content_.sliced(at, std::min(codec::kLeafSize, content_.size() - at)));
        QVERIFY(set->last);
        QVERIFY(!set->isAsKnown);
        QVERIFY(set->isOwn);
        QCOMPARE(set->content, codec::signatureOf(digester, content_).name);
        QCOMPARE(set->size, uint64_t(content_.size()));
        QCOMPARE(set->leaves, builder.takeLeaves());
        QCOMPARE(set->fingerprints, builder.takeFingerprints());
        uint64_t size = 0;
        for (const auto &extent : set->extents)
            size += extent.length;
        QCOMPARE(size, set->size);

        asked.known = set->record;
        const auto again = ask(*client, asked);
        VERIFY_OK(again);
        QVERIFY(again->isAsKnown);
        QVERIFY(again->last);
        QVERIFY(again->isOwn);
        QVERIFY(again->extents.empty() && again->leaves.isEmpty() && again->fingerprints.isEmpty());
    }

    /// The service need not have looked at the version's extents for that; for what comes after it does.
    void afterAKnownRecordAllElseIsAnsweredToo()
    {
        const codec::Digester digester(owner_->domainSecret);
        auto asked = question("/large");
        const auto client = connect(*owner_);
        VERIFY_OK(client->begin(point_));
        asked.known = ask(*client, asked).value().record;
        VERIFY_OK(client->connection().send(MessageType::AbortBackup, {}));
        VERIFY_OK(client->begin(point_)); // a session that has not opened the file yet
        const auto known = ask(*client, asked);
        VERIFY_OK(known);
        QVERIFY(known->isAsKnown && known->isOwn);
        const auto right = check(*client, {"/large", {{70'000, 100, digester.chunk(content_.mid(70'000, 100))}}});
        VERIFY_OK(right);
        QVERIFY(right->front());
        asked.known = digester.chunk("another");
        const auto whole = ask(*client, asked);
        VERIFY_OK(whole);
        QVERIFY(!whole->isAsKnown && !whole->extents.empty());
    }

    void nothingElseIs_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path : {"", "/", "large", "//large", "/large/", "/large/x", "/./large", "/../large", "/none",
                                 "/small", "/none/large"})
            QTest::newRow(path) << QByteArray(path);
        QTest::newRow("a zero byte") << QByteArray("/large\0x", 8);
    }
    void nothingElseIs()
    {
        QFETCH(QByteArray, path);
        const auto client = connect(*owner_);
        VERIFY_OK(client->begin(point_));
        VERIFY_FAILS(ErrorKind::NotFound, ask(*client, question(path)));
        VERIFY_FAILS(ErrorKind::NotFound, check(*client, {path, {{0, 1, {}}}}));
        VERIFY_OK(ask(*client, question("/large"))); // the session goes on
    }

    void withoutABaseOfItsOwnNobodyIsGivenAnything()
    {
        const auto owner = connect(*owner_);
        VERIFY_OK(owner->begin());
        VERIFY_FAILS(ErrorKind::NotFound, ask(*owner, question("/large")));
        const auto other = connect(*other_);
        const auto granted = other->begin(point_);
        VERIFY_OK(granted);
        QVERIFY(!granted->baseIsHeld);
        VERIFY_FAILS(ErrorKind::NotFound, ask(*other, question("/large")));
        VERIFY_FAILS(ErrorKind::NotFound, check(*other, {"/large", {{0, 1, {}}}}));
    }

    void outsideOfABackupNobodyIs()
    {
        const auto client = connect(*owner_);
        VERIFY_FAILS(ErrorKind::Invalid, ask(*client, question("/large")));
    }

    void aChunkIsReadOnceForPartsThatFollowEachOther()
    {
        const auto &store = host_->appliance().store();
        const codec::Digester digester(owner_->domainSecret);
        const auto content = codec::signatureOf(digester, content_).name;
        const auto file = api::BaseFile::open(store, host_->appliance().trust(),
                                              {content, uint64_t(content_.size()), owner_->client, {}}, {});
        VERIFY_OK(file);
        const auto &first = (*file)->extents().front();
        api::BaseFile::LastChunk last;
        QCOMPARE((*file)->read(store, 10, 5, last).value(), content_.sliced(10, 5));
        QCOMPARE(last.name, first.chunk);
        last.bytes[20] = 'x';
        last.bytes[21] = 'y'; // nowhere but here
        QCOMPARE((*file)->read(store, 20, 2, last).value(), QByteArray("xy"));
        QCOMPARE((*file)->read(store, first.length, 5, last).value(), content_.sliced(qsizetype(first.length), 5));
        QVERIFY(last.name != first.chunk);
    }

    void copiesAreRightOrNot()
    {
        const codec::Digester digester(owner_->domainSecret);
        const auto client = connect(*owner_);
        VERIFY_OK(client->begin(point_));
        protocol::CheckCopies asked{"/large", {}};
        const auto size = uint64_t(content_.size());
        for (const auto &[offset, length] : std::vector<std::pair<uint64_t, uint64_t>>{
                 {0, 1}, {0, size}, {size - 1, 1}, {70'000, 200'000}, {65'535, 2}})
            asked.copies.push_back(
                {offset, length,
                 digester.chunk(QByteArrayView(content_).sliced(qsizetype(offset), qsizetype(length)))});
        asked.copies.push_back({1, 100, digester.chunk(QByteArrayView(content_).first(100))});
        const auto right = check(*client, asked);
        VERIFY_OK(right);
        QCOMPARE(*right, (std::vector<bool>{true, true, true, true, true, false}));

        // Each page of all of it, as after a restart of the agent.
        protocol::CheckCopies pages{"/large", {}};
        for (qsizetype at = 0; at < content_.size(); at += 4'096) {
            const auto page = QByteArrayView(content_).sliced(at, std::min<qsizetype>(4'096, content_.size() - at));
            pages.copies.push_back({uint64_t(at), uint64_t(page.size()), digester.chunk(page)});
        }
        QCOMPARE(check(*client, pages).value(), std::vector<bool>(pages.copies.size(), true));

        VERIFY_FAILS(ErrorKind::Invalid, check(*client, {"/large", {{size, 1, {}}}}));
        VERIFY_FAILS(ErrorKind::Invalid, check(*client, {"/large", {{1, size, {}}}}));
        VERIFY_FAILS(ErrorKind::Invalid, check(*client, {"/large", {{INT64_MAX, 4_MiB, {}}}}));
    }
};

QTEST_GUILESS_MAIN(TestBaseFiles)
#include "tst_base_files.moc"
