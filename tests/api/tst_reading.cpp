/// What a client may read, and how it comes.
#include "api/host.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using format::ObjectKind;

class TestReading : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::optional<protocol::Identity> first_, second_;
    Files files_ = {{"large", randomBytes(1, 700'000)}, {"small", "hello"}, {"other", "world"}};
    ClientObjects::Directory root_;
    PointId point_;

    static std::unique_ptr<RemoteClient> connect(const protocol::Identity &identity)
    {
        auto client = RemoteClient::connect(identity);
        if (!client)
            qFatal("%s", qPrintable(client.error().text()));
        return *std::move(client);
    }
    /// A backup of @p files; all that another client has is claimed and proven.
    std::pair<PointId, ClientObjects::Directory> backUp(const protocol::Identity &identity, const Files &files,
                                                        bool claims = false)
    {
        ClientObjects objects(identity.domainSecret);
        const auto root = objects.directory(files);
        const auto client = connect(identity);
        const auto granted = client->begin();
        std::vector<ObjectName> held;
        if (claims) {
            std::vector<protocol::Have::Claim> wanted;
            for (const auto &object : objects.objects())
                wanted.push_back(claimOf(object));
            const auto answers = client->claim(wanted, objects);
            for (size_t i = 0; answers && i < wanted.size(); ++i) {
                if ((*answers)[i])
                    held.push_back(wanted[i].name);
            }
        }
        if (!granted || !client->sendAll(objects, held) || !client->commit(root))
            qFatal("no backup");
        return {granted->point, root};
    }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        const auto first = host_->client(QStringLiteral("first")), second = host_->client(QStringLiteral("second"));
        VERIFY_OK(first);
        VERIFY_OK(second);
        first_ = *first;
        second_ = *second;
        std::tie(point_, root_) = backUp(*first_, files_);
    }
    void cleanup() { host_.reset(); }

    void anotherClientSeesNothingOfIt()
    {
        const auto client = connect(*second_);
        const auto points = client->points();
        VERIFY_OK(points);
        QCOMPARE(points->points.size(), 0U);
        // A point that is another's and one that is not there look alike.
        const auto others = client->point(point_), none = client->point(PointId{999});
        VERIFY_FAILS(ErrorKind::NotFound, others);
        VERIFY_FAILS(ErrorKind::NotFound, none);
        QCOMPARE(others.error().text(),
                 QString(none.error().text()).replace(QStringLiteral("999"), QString::number(point_.value)));
        VERIFY_FAILS(ErrorKind::Denied, client->fetch({}, root_.entries));
    }

    void aNameIsNoPermission()
    {
        backUp(*second_, {{"mine", "my own"}});
        const auto client = connect(*second_);
        const auto own = client->point(client->points()->points.at(0).id);
        VERIFY_OK(own);
        VERIFY_OK(client->fetch({}, own->entries));
        ClientObjects objects(second_->domainSecret);
        const auto name = objects.content("hello");
        VERIFY_FAILS(ErrorKind::Denied, client->fetch({}, name));
        VERIFY_FAILS(ErrorKind::Denied, client->fetch(own->entries, name));
        VERIFY_FAILS(ErrorKind::Denied, client->fetch(root_.entries, name));
        // Nor is what was proven and never committed.
        VERIFY_OK(client->begin());
        VERIFY_FAILS(ErrorKind::Denied, client->fetch(own->entries, name));
    }

    void aParentIsGivenBeforeItsChildren()
    {
        const auto client = connect(*first_);
        ClientObjects objects(first_->domainSecret);
        const auto name = objects.content("hello");
        VERIFY_FAILS(ErrorKind::Denied, client->fetch({}, root_.entries)); // the point was not asked for
        VERIFY_OK(client->point(point_));
        VERIFY_FAILS(ErrorKind::Denied, client->fetch(root_.entries, name));
        VERIFY_OK(client->fetch({}, root_.entries));
        QCOMPARE(client->fetch(root_.entries, name).value(), QByteArray("hello"));
        QVERIFY(client->fetch({}, root_.hints));
    }

    void aRequestStandsOrFallsAsAWhole()
    {
        const auto client = connect(*first_);
        VERIFY_OK(client->point(point_));
        VERIFY_OK(client->fetch({}, root_.entries));
        ClientObjects objects(first_->domainSecret);
        const auto good = objects.content("hello"), bad = objects.content("not in it");
        VERIFY_FAILS(ErrorKind::Denied, client->fetch({{root_.entries, {good, bad}}}));
        VERIFY_FAILS(ErrorKind::Denied, client->fetch({{root_.entries, {good}}, {good, {bad}}}));
    }

    void whatCameFromAnotherClientReadsTheSame()
    {
        const auto [point, root] = backUp(*second_, files_, true);
        const auto client = connect(*second_);
        VERIFY_OK(client->point(point));
        const auto read = client->readTree(root.entries);
        VERIFY_OK(read);
        QCOMPARE(*read, files_);
    }

    void aLongAnswerComesInFramesAndWhole()
    {
        Files many;
        for (int i = 0; i < 3'000; ++i)
            many[QByteArray::number(i).rightJustified(5, '0')] = randomBytes(10'000 + uint32_t(i), 4'000);
        const auto [point, root] = backUp(*first_, many);
        const auto client = connect(*first_);
        VERIFY_OK(client->point(point));
        // All nodes down to the leaves, then all files of each leaf at once.
        std::vector<ObjectName> leaves = {root.entries};
        for (bool isInner = true; isInner;) {
            std::vector<ObjectName> next;
            isInner = false;
            for (const auto &name : leaves) {
                const auto bytes =
                    client->fetch(next.empty() && name == root.entries ? ObjectName() : root.entries, name);
                const auto node = bytes ? format::Node::parse(*bytes) : fail(bytes.error());
                VERIFY_OK(node);
                if (node->level() == 0) {
                    next.push_back(name);
                    continue;
                }
                isInner = true;
                for (size_t i = 0; i < node->count(); ++i)
                    next.push_back(node->child(i)->name);
            }
            leaves = next;
            if (isInner && leaves.size() > 200)
                break;
        }
        size_t read = 0;
        int frames = 0;
        std::vector<protocol::GetObjects::Group> groups;
        for (const auto &leaf : leaves) {
            const auto bytes = client->fetch(root.entries, leaf);
            const auto node = bytes ? format::Node::parse(*bytes) : fail(bytes.error());
            VERIFY_OK(node);
            protocol::GetObjects::Group group{leaf, {}};
            for (size_t i = 0; i < node->count(); ++i)
                group.names.push_back(format::DirectoryEntry::decode(node->item(i))->content);
            groups.push_back(group);
        }
        const auto fetched = client->fetch(groups);
        VERIFY_OK(fetched);
        read += fetched->objects.size();
        frames += fetched->frames;
        QCOMPARE(read, many.size());
        QVERIFY(fetched->failures.empty());
        QVERIFY2(frames >= 3, qPrintable(QString::number(frames))); // 12 MB, 4 MiB each
    }

    void whatIsDamagedIsToldAndTheRestComes()
    {
        const auto client = connect(*first_);
        VERIFY_OK(client->point(point_));
        VERIFY_OK(client->fetch({}, root_.entries));
        // The container of the data, in the middle of its first block.
        auto &disk = host_->repository().disk();
        for (const auto &path : disk.files()) {
            if (path.endsWith(QStringLiteral(".bdf")))
                disk.flip(path, 300);
        }
        ClientObjects objects(first_->domainSecret);
        const auto small = objects.content("hello");
        const auto fetched = client->fetch({{root_.entries, {small, objects.content(files_["large"])}}});
        VERIFY_OK(fetched);
        QCOMPARE(fetched->failures.size() + fetched->objects.size(), 2U);
        QVERIFY(fetched->objects.contains(1)); // the version record lies in the DTF
        if (fetched->failures.contains(0))
            QCOMPARE(fetched->failures.at(0), ErrorKind::Damaged);
    }

    void aClientThatDoesNotReadCostsLittle()
    {
        Files large;
        // Each of few enough chunks to be listed in its record.
        for (int i = 0; i < 24; ++i)
            large[QByteArray::number(i)] = randomBytes(20'000 + uint32_t(i), 2'000'000);
        const auto [point, root] = backUp(*first_, large);
        auto client = connect(*first_);
        VERIFY_OK(client->point(point));
        VERIFY_OK(client->fetch({}, root.entries));
        ClientObjects objects(first_->domainSecret);
        std::vector<protocol::GetObjects::Group> groups;
        for (const auto &[name, bytes] : large) {
            const auto version = objects.content(bytes);
            VERIFY_OK(client->fetch(root.entries, version));
            protocol::GetObjects::Group group{version, {}};
            const auto record = format::VersionRecord::decode(objects.objectsOf(ObjectKind::Version).back().bytes);
            for (const auto &extent : record->inlineExtents)
                group.names.push_back(extent.chunk);
            groups.push_back(group);
        }
        // Asks for 48 MB and does not take them for a while: the service must wait, then go on.
        std::atomic<int> frames = 0;
        std::atomic<bool> isLast = false;
        VERIFY_OK(client->connection().request(protocol::MessageType::GetObjects, protocol::GetObjects{groups}.encode(),
                                               [&](Result<protocol::Frame> frame) {
                                                   if (frames++ == 0)
                                                       QTest::qSleep(500); // in the connection's thread
                                                   isLast = frame && protocol::Objects::decode(frame->payload)->last;
                                                   return frame && !isLast;
                                               }));
        QTRY_VERIFY_WITH_TIMEOUT(isLast, 20'000);
        QVERIFY(frames >= 10);
    }

    void pointsAreListedInPages()
    {
        for (int i = 0; i < 4; ++i)
            backUp(*first_, {{"file", QByteArray::number(i)}});
        const auto client = connect(*first_);
        const auto page = client->points(2);
        VERIFY_OK(page);
        QCOMPARE(page->points.size(), 2U);
        QVERIFY(page->more);
        QVERIFY(page->points[0].id > page->points[1].id);
        const auto rest = client->points(0, page->points[1].id);
        VERIFY_OK(rest);
        QCOMPARE(rest->points.size(), 3U);
        QVERIFY(!rest->more);
    }
};

QTEST_GUILESS_MAIN(TestReading)
#include "tst_reading.moc"
