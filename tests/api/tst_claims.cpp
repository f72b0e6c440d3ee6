/// What a client is believed to hold: only what it sent itself, or what it can prove.
#include "api/host.h"
#include "format/version_record.h"

#include <QTest>

using namespace backspool;
using namespace backspool::test;
using format::BlockKind;
using format::ObjectKind;
using protocol::Held;

class TestClaims : public QObject
{
    Q_OBJECT

    std::unique_ptr<Host> host_;
    std::map<QString, protocol::Identity> identities_;
    std::vector<ObjectName> sent_; ///< by commit()
    Files files_ = {
        {"large", randomBytes(1, 700'000)}, {"chunk", randomBytes(2, 60'000)}, {"leaf", randomBytes(3, 65'536)}};

    std::unique_ptr<RemoteClient> connect(const QString &name)
    {
        auto client = RemoteClient::connect(identities_.at(name));
        if (!client)
            qFatal("%s", qPrintable(client.error().text()));
        return *std::move(client);
    }
    ClientObjects objects() const { return ClientObjects(identities_.begin()->second.domainSecret); }
    /// The first client backs @p files up.
    ClientObjects::Directory backUp(const Files &files)
    {
        auto objects = this->objects();
        const auto root = objects.directory(files);
        const auto client = connect(QStringLiteral("first"));
        if (!client->begin() || !client->sendAll(objects) || !client->commit(root))
            qFatal("no backup");
        return root;
    }
    /// The first client makes a point of a root with @p folders; it sends only what it has not sent before.
    PointId commit(ClientObjects &objects, const std::map<QByteArray, ClientObjects::Directory> &folders)
    {
        const auto root = objects.directory({}, folders);
        const auto client = connect(QStringLiteral("first"));
        if (!client->begin() || !client->sendAll(objects, sent_))
            qFatal("no backup");
        for (const auto &object : objects.objects())
            sent_.push_back(object.name);
        const auto committed = client->commit(root);
        if (!committed)
            qFatal("%s", qPrintable(committed.error().text()));
        return committed->point;
    }
    /// Whether the second client is believed to have @p directory.
    bool secondHolds(const ObjectName &directory, const ClientObjects &objects)
    {
        const auto client = connect(QStringLiteral("second"));
        if (!client->begin())
            qFatal("no session");
        const auto held = client->claim({{ObjectKind::Node, directory, 1}}, objects);
        return held && held->at(0);
    }
    void forgetAndReclaim(PointId point)
    {
        for (int i = 0; i < 400 && !host_->appliance().leases().active().empty(); ++i)
            QTest::qWait(10);
        VERIFY_OK(host_->appliance().forgetPoints({point}));
        VERIFY_OK(host_->repository().reclaim());
    }
    static Files manyFiles(uint32_t seed, int count)
    {
        Files files;
        for (int i = 0; i < count; ++i)
            files[QByteArray::number(i)] = randomBytes(seed + uint32_t(i), 100);
        return files;
    }
    static Held only(const Result<protocol::HaveReply> &reply) { return reply ? reply->held.at(0) : Held::Missing; }

private Q_SLOTS:
    void init()
    {
        host_ = std::make_unique<Host>();
        VERIFY_OK(host_->start());
        for (const char *name : {"first", "second"}) {
            const auto identity = host_->client(QString::fromLatin1(name));
            VERIFY_OK(identity);
            identities_[QString::fromLatin1(name)] = *identity;
        }
    }
    void cleanup()
    {
        host_.reset();
        sent_.clear();
    }

    void whoHoldsTheFilesSendsNothing()
    {
        const auto root = backUp(files_);
        auto objects = this->objects();
        objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        const ClientObject directory{ObjectKind::Node, root.entries, objects.objectsOf(ObjectKind::Node).front().bytes,
                                     0};
        auto claim = claimOf(directory);
        for (const auto &object : objects.objects()) {
            if (object.name == root.entries)
                claim = claimOf(object);
        }
        const auto held = client->claim({claim}, objects);
        VERIFY_OK(held);
        QVERIFY(held->at(0));
        // Hints are one's own.
        std::vector<ObjectName> others;
        for (const auto &object : objects.objects()) {
            if (object.name != root.hints)
                others.push_back(object.name);
        }
        VERIFY_OK(client->sendAll(objects, others));
        const auto committed = client->commit(root);
        VERIFY_OK(committed);
        QCOMPARE(*client->readTree(client->point(committed->point)->entries), files_);
    }

    void everyKindCanBeProven()
    {
        backUp(files_);
        auto objects = this->objects();
        const auto root = objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        std::vector<protocol::Have::Claim> claims;
        for (const auto &object : objects.objects()) {
            if (object.name != root.hints)
                claims.push_back(claimOf(object));
        }
        const auto held = client->claim(claims, objects);
        VERIFY_OK(held);
        for (size_t i = 0; i < claims.size(); ++i)
            QVERIFY2((*held)[i], qPrintable(QStringLiteral("claim %1, kind %2").arg(i).arg(int(claims[i].kind))));
    }

    void largeContentsAndDirectoriesAreAlwaysAskedFor()
    {
        backUp(files_);
        auto objects = this->objects();
        const auto root = objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        std::vector<protocol::Have::Claim> claims;
        for (const auto &object : objects.objects()) {
            if (object.bytes.size() >= 65'536 || object.kind == ObjectKind::Version || object.name == root.entries)
                claims.push_back(claimOf(object));
        }
        QVERIFY(claims.size() >= 3);
        const auto reply = client->have(claims);
        VERIFY_OK(reply);
        for (const auto held : reply->held)
            QCOMPARE(held, Held::Prove);
        for (const auto &challenge : reply->challenges) {
            QCOMPARE(challenge.nonce.size(), 16);
            QVERIFY(challenge.length > 0 && challenge.length <= 4'096);
        }
        // The directory is asked for by its files.
        QVERIFY(std::ranges::any_of(reply->challenges,
                                    [](const protocol::Challenge &challenge) { return !challenge.entry.isEmpty(); }));
    }

    void someSmallContentsAreAskedFor()
    {
        Files many;
        for (int i = 0; i < 400; ++i)
            many[QByteArray::number(i)] = randomBytes(1'000 + uint32_t(i), 300);
        backUp(many);
        auto objects = this->objects();
        objects.directory(many);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        std::vector<protocol::Have::Claim> claims;
        for (const auto &object : objects.objectsOf(ObjectKind::Chunk))
            claims.push_back(claimOf(object));
        const auto reply = client->have(claims);
        VERIFY_OK(reply);
        const auto asked = std::ranges::count(reply->held, Held::Prove);
        // 50 expected; outside of this once in a million times.
        QVERIFY2(asked >= 18 && asked <= 90, qPrintable(QString::number(asked)));
    }

    void aLieAboutTheSizeIsOfNoUse()
    {
        backUp(files_);
        auto objects = this->objects();
        objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        for (auto object : objects.objects()) {
            if (object.kind == ObjectKind::Node)
                continue;
            auto claim = claimOf(object);
            claim.size = 10;
            QCOMPARE(only(client->have({claim})), Held::Missing);
        }
    }

    void aWrongProofEndsBelief()
    {
        backUp(files_);
        auto objects = this->objects();
        objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        const auto leaf = claimOf(ClientObject{ObjectKind::Chunk, objects.content(files_["leaf"]), files_["leaf"], 0});
        QCOMPARE(only(client->have({leaf})), Held::Prove);
        const auto proven = client->prove({QByteArray(16, 'x')});
        VERIFY_OK(proven);
        QVERIFY(!proven->accepted.at(0));
        for (const auto &object : objects.objects())
            QCOMPARE(only(client->have({claimOf(object)})), Held::Missing);
    }

    void anUnansweredProofIsNotAccepted()
    {
        backUp(files_);
        auto objects = this->objects();
        objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        const auto leaf = claimOf(ClientObject{ObjectKind::Chunk, objects.content(files_["leaf"]), files_["leaf"], 0});
        QCOMPARE(only(client->have({leaf})), Held::Prove);
        const auto proven = client->prove({QByteArray()});
        VERIFY_OK(proven);
        QVERIFY(!proven->accepted.at(0));
        // A file may have changed: it is asked again.
        QCOMPARE(only(client->have({leaf})), Held::Prove);
    }

    void proofsFitTheirClaims()
    {
        backUp(files_);
        auto objects = this->objects();
        objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        const auto leaf = claimOf(ClientObject{ObjectKind::Chunk, objects.content(files_["leaf"]), files_["leaf"], 0});
        VERIFY_OK(client->have({leaf}));
        VERIFY_FAILS(ErrorKind::Invalid, client->prove({}));
        VERIFY_FAILS(ErrorKind::Invalid, client->prove({QByteArray(16, 'x')})); // the question is gone
    }

    void whatIsNotProvenCannotBeCommitted_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::newRow("a chunk") << QByteArray("chunk");
        QTest::newRow("a version") << QByteArray("large");
    }
    void whatIsNotProvenCannotBeCommitted()
    {
        QFETCH(QByteArray, file);
        backUp(files_);
        // The name has come to the second client somehow; the content has not.
        auto stolen = this->objects();
        const auto name = stolen.content(files_[file]);
        auto objects = this->objects();
        objects.addEntry("stolen", name, uint64_t(files_[file].size()));
        const auto root = objects.directory({{"mine", "my own"}});
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        VERIFY_OK(client->sendAll(objects));
        VERIFY_FAILS(ErrorKind::Invalid, client->commit(root));
        QCOMPARE(client->points()->points.size(), 0U);
    }

    /// A directory that was sent, but left out of every point, was checked by nobody.
    void aDirectoryDoesNotLaunderWhatItNames_data()
    {
        QTest::addColumn<bool>("commits");
        QTest::addColumn<QString>("claimant");
        QTest::newRow("sent in a session without a point") << false << QStringLiteral("second");
        QTest::newRow("left out of the point") << true << QStringLiteral("second");
        QTest::newRow("left out of an accomplice's point") << true << QStringLiteral("third");
        QTest::newRow("sent by an accomplice without a point") << false << QStringLiteral("third");
    }
    void aDirectoryDoesNotLaunderWhatItNames()
    {
        QFETCH(bool, commits);
        QFETCH(QString, claimant);
        backUp(files_);
        const auto third = host_->client(QStringLiteral("third"));
        VERIFY_OK(third);
        identities_[QStringLiteral("third")] = *third;

        auto trap = this->objects();
        const auto stolen = this->objects().content(files_["chunk"]);
        trap.addEntry("stolen", stolen, 60'000);
        Files many;
        for (int i = 0; i < 200; ++i)
            many[QByteArray::number(i)] = randomBytes(5'000 + uint32_t(i), 100);
        const auto trapRoot = trap.directory(many);
        {
            const auto client = connect(QStringLiteral("second"));
            VERIFY_OK(client->begin());
            VERIFY_OK(client->sendAll(trap));
            auto innocent = this->objects();
            const auto root = innocent.directory({{"mine", "my own"}});
            VERIFY_OK(client->sendAll(innocent));
            QVERIFY(client->waitForAcknowledge(client->blocksSent()));
            if (commits)
                VERIFY_OK(client->commit(root));
        }
        for (int i = 0; i < 400 && !host_->appliance().leases().active().empty(); ++i)
            QTest::qWait(10);

        // Again and again: which files it is asked for is chance.
        const auto client = connect(claimant);
        VERIFY_OK(client->begin());
        std::vector<protocol::Have::Claim> claims;
        for (const auto &object : trap.objects()) {
            if (object.name == trapRoot.entries)
                claims.push_back(claimOf(object));
        }
        QCOMPARE(claims.size(), 1U);
        const auto held = client->claim(claims, trap);
        VERIFY_OK(held);
        QVERIFY(!held->at(0));
        std::vector<ObjectName> except = {trapRoot.entries};
        VERIFY_OK(client->sendAll(trap, except));
        VERIFY_FAILS(ErrorKind::Invalid, client->commit(trapRoot));
    }

    void aForgedVersionIsNotTakenOver()
    {
        // The first client gives the signature of one content to another, its own point included.
        const auto good = randomBytes(8, 200'000);
        auto forged = this->objects();
        const auto signature = this->objects().content(good);
        format::VersionRecord record;
        record.size = uint64_t(good.size());
        const auto lie = randomBytes(9, 100'000);
        record.inlineExtents = {{forged.chunk(lie), 0, 100'000}, {forged.chunk(lie), 0, 100'000}};
        record.extentCount = 2;
        forged.version(signature, record);
        forged.addEntry("file", signature, record.size);
        const auto root = forged.directory({});
        const auto first = connect(QStringLiteral("first"));
        VERIFY_OK(first->begin());
        VERIFY_OK(first->sendAll(forged));
        VERIFY_OK(first->commit(root));

        auto objects = this->objects();
        objects.content(good);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        QCOMPARE(only(client->have({claimOf(objects.objectsOf(ObjectKind::Version).front())})), Held::Missing);
    }

    /// A few dead nodes may stay in a container when the content beneath them is gone.
    void whatHasNothingBeneathAnyMoreIsNotHeld_data()
    {
        QTest::addColumn<bool>("copied");
        QTest::newRow("of a forgotten point whose tree was remembered") << false;
        QTest::newRow("in a copy that the service made") << true;
    }
    void whatHasNothingBeneathAnyMoreIsNotHeld()
    {
        QFETCH(bool, copied);
        auto objects = this->objects();
        const auto keep = objects.directory(manyFiles(10'000, 1'000));
        const auto lost = objects.directory({{"file", files_["chunk"]}});
        if (copied) {
            const auto other = objects.directory(manyFiles(20'000, 300));
            const auto first = commit(objects, {{"keep", keep}, {"lost", lost}, {"other", other}});
            const auto second = commit(objects, {{"keep", keep}, {"lost", lost}});
            forgetAndReclaim(first);
            commit(objects, {{"keep", keep}});
            QVERIFY(secondHolds(lost.entries, objects));
            forgetAndReclaim(second);
        } else {
            const auto first = commit(objects, {{"keep", keep}, {"lost", lost}});
            commit(objects, {{"keep", keep}});
            QVERIFY(secondHolds(lost.entries, objects));
            forgetAndReclaim(first);
        }
        const auto &store = host_->appliance().store();
        QVERIFY(*store.find(lost.entries));
        QVERIFY(!*store.find(this->objects().content(files_["chunk"])));
        QVERIFY(!secondHolds(lost.entries, objects));
        QVERIFY(secondHolds(keep.entries, objects));
    }

    void aDirectoryMovedByItsOwnerIsBelieved()
    {
        // With content in it that was another's: proven once, in the first backup.
        backUp(files_);
        auto objects = this->objects();
        const auto inner = objects.directory(files_);
        const auto before = objects.directory({}, {{"old", inner}});
        auto client = connect(QStringLiteral("second"));
        const auto point = client->begin();
        VERIFY_OK(point);
        std::vector<protocol::Have::Claim> claims;
        std::vector<ObjectName> held;
        for (const auto &object : objects.objects()) {
            if (object.kind != ObjectKind::Node) {
                claims.push_back(claimOf(object));
                held.push_back(object.name);
            }
        }
        const auto answers = client->claim(claims, objects);
        VERIFY_OK(answers);
        QVERIFY(std::ranges::all_of(*answers, [](bool yes) { return yes; }));
        VERIFY_OK(client->sendAll(objects, held));
        VERIFY_OK(client->commit(before));

        VERIFY_OK(client->begin(point->point));
        auto later = this->objects();
        later.directory(files_);
        for (const auto &object : later.objects()) {
            if (object.name == inner.entries)
                QCOMPARE(only(client->have({claimOf(object)})), Held::Yes);
        }
        std::vector<ObjectName> known;
        for (const auto &object : later.objects())
            known.push_back(object.name);
        const auto after = later.directory({}, {{"new", inner}});
        VERIFY_OK(client->sendAll(later, known));
        const auto claimHints = client->have({{ObjectKind::Node, inner.hints, 1}});
        VERIFY_OK(claimHints);
        VERIFY_OK(client->commit(after));
    }

    void nothingIsHeldWhereNothingIs()
    {
        auto objects = this->objects();
        objects.directory(files_);
        const auto client = connect(QStringLiteral("second"));
        VERIFY_OK(client->begin());
        for (const auto &object : objects.objects())
            QCOMPARE(only(client->have({claimOf(object)})), Held::Missing);
    }
};

QTEST_GUILESS_MAIN(TestClaims)
#include "tst_claims.moc"
