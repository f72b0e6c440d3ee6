/// Version records that say what is not so: the point of nobody changes, and nothing is given away.
#include "api/host.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using format::BlockKind;
using format::ObjectKind;

class TestVersionRecords : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> owner_;
    std::optional<protocol::Identity> other_;
    const QByteArray content_ = randomBytes(1, 300'000);

    std::unique_ptr<RemoteClient> connect(const protocol::Identity &identity)
    {
        auto client = RemoteClient::connect(host_->here(identity));
        if (!client)
            qFatal("%s", qPrintable(client.error().text()));
        return *std::move(client);
    }
    PointId backUp(const protocol::Identity &identity, const Files &files)
    {
        ClientObjects objects(identity.domainSecret);
        const auto root = objects.directory(files);
        const auto client = connect(identity);
        const auto granted = client->begin();
        const auto sent = client->sendAll(objects);
        const auto committed = client->commit(root);
        if (!granted || !sent || !committed)
            qFatal("the backup failed");
        return committed->point;
    }
    /// Sends @p record under @p name, in a session that goes on.
    void send(RemoteClient &client, const ObjectName &name, const format::VersionRecord &record)
    {
        VERIFY_OK(client.begin());
        VERIFY_OK(client.send(BlockKind::Tree, {{ObjectKind::Version, name, record.encode(), record.size}}));
        QVERIFY(client.waitForAcknowledge(client.blocksSent()));
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        owner_ = host_->client(QStringLiteral("owner")).value();
        other_ = host_->client(QStringLiteral("other")).value();
    }
    void cleanup() { host_.reset(); }

    void noPointChangesByOne_data()
    {
        QTest::addColumn<bool>("isOwn");
        QTest::newRow("another's") << false;
        QTest::newRow("its own") << true;
    }
    void noPointChangesByOne()
    {
        QFETCH(bool, isOwn);
        const Files files{{"large", content_}};
        const auto point = backUp(*owner_, files);
        ClientObjects objects(owner_->domainSecret);
        const auto name = objects.content(content_);
        {
            const auto liar = connect(isOwn ? *owner_ : *other_);
            const auto size = uint64_t(content_.size());
            send(*liar, name, {.size = size, .extentCount = 1, .inlineExtents = {{{}, 0, size}}});
            ClientObjects nothing(owner_->domainSecret);
            const auto empty = nothing.directory({});
            VERIFY_OK(liar->sendAll(nothing));
            VERIFY_OK(liar->commit(empty));
        }
        const auto client = connect(*owner_);
        const auto trees = client->point(point);
        VERIFY_OK(trees);
        QCOMPARE(client->readTree(trees->entries).value(), files);
    }

    void itGivesNothingOfAnotherAway()
    {
        const QByteArray secret = randomBytes(2, 50'000);
        backUp(*owner_, {{"secret", secret}});
        const auto point = backUp(*other_, {{"large", content_}});
        ClientObjects objects(other_->domainSecret);
        const auto name = objects.content(content_);
        const auto secretName = objects.digester().chunk(secret);
        const auto liar = connect(*other_);
        const auto size = uint64_t(content_.size());
        send(*liar, name,
             {.size = size, .extentCount = 2, .inlineExtents = {{secretName, 0, 50'000}, {{}, 0, size - 50'000}}});
        const auto trees = liar->point(point);
        VERIFY_OK(trees);
        VERIFY_OK(liar->fetch(ObjectName(), trees->entries));
        VERIFY_OK(liar->fetch(trees->entries, name));
        VERIFY_FAILS(ErrorKind::Denied, liar->fetch(name, secretName));
    }

    void aFileThatWasDamagedIsHealedByAnotherRecord()
    {
        // The store has a record that does not give the content; the owner sends its own, cut in its way.
        ClientObjects objects(owner_->domainSecret);
        const auto root = objects.directory({{"large", content_}});
        const auto name = objects.content(content_);
        const auto size = uint64_t(content_.size());
        const auto liar = connect(*other_);
        send(*liar, name, {.size = size, .extentCount = 1, .inlineExtents = {{{}, 0, size}}});
        const auto client = connect(*owner_);
        VERIFY_OK(client->begin());
        VERIFY_OK(client->sendAll(objects));
        const auto committed = client->commit(root);
        VERIFY_OK(committed);
        QCOMPARE(client->readTree(client->point(committed->point)->entries).value(), (Files{{"large", content_}}));
    }
};

QTEST_GUILESS_MAIN(TestVersionRecords)
#include "tst_version_records.moc"
