#include "codec/signature.h"
#include "points/version_intake.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;
using format::BlockKind;
using format::ObjectKind;
using format::VersionRecord;

namespace {

/// Objects on their way to the store.
class Shipment
{
public:
    Shipment(BlockKind kind, const codec::Digester &digester) : digester_(digester), packer_(kind) {}

    ObjectName chunk(QByteArrayView bytes) { return add(ObjectKind::Chunk, digester_.chunk(bytes), bytes); }
    ObjectName record(const ObjectName &name, const VersionRecord &record)
    {
        return add(ObjectKind::Version, name, record.encode());
    }
    Status send(VersionIntake &intake, store::SessionWriter &writer)
    {
        return intake.append(writer, packer_.take(), std::exchange(names_, {}));
    }

private:
    ObjectName add(ObjectKind kind, const ObjectName &name, QByteArrayView bytes)
    {
        packer_.add(kind, bytes);
        names_.push_back(name);
        return name;
    }
    const codec::Digester &digester_;
    format::BlockPacker packer_;
    std::vector<ObjectName> names_;
};

} // namespace

class TestVersionIntake : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstRecordOfANameIsStoredUnread();
    void aLieTakesNobodysPlace_data();
    void aLieTakesNobodysPlace();
    void aRightRecordTakesThePlaceOfAnother();
    void theSameRecordIsStoredAgain();
    void twoRecordsOfANameInABlockAreDoubted();
    void aRecordNamedLikeAChunkIsNone();
    void tooManyThatWaitAreRefused();

private:
    /// One client's backup session.
    struct Session
    {
        Session(Repository &repository, Lease given)
            : lease(std::move(given)),
              intake(repository.store(), repository.appliance().trust(), lease, catalogue::Area::Delta),
              writer(repository.store().beginSession(lease.client, lease.id, catalogue::Area::Delta))
        {
        }
        const Lease lease;
        VersionIntake intake;
        std::unique_ptr<store::SessionWriter> writer;
    };
    std::unique_ptr<Session> session(uint32_t client)
    {
        return std::make_unique<Session>(*repository_, Lease{.id = LeaseId{100 + client}, .client = ClientId{client}});
    }
    VersionRecord stored(const ObjectName &name)
    {
        return VersionRecord::decode(*repository_->store().readNode(name)).value();
    }
    const codec::Digester &digester() const { return repository_->store().digester(); }

    std::unique_ptr<Repository> repository_;
    ClientId owner_;
    const QByteArray content_ = randomBytes(1, 100'000);
    ObjectName name_;
};

void TestVersionIntake::init()
{
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
    owner_ = repository_->addClient(QStringLiteral("owner")).value();
    name_ = codec::signatureOf(digester(), content_).name;
}

void TestVersionIntake::cleanup()
{
    repository_.reset();
}

void TestVersionIntake::theFirstRecordOfANameIsStoredUnread()
{
    const auto session = this->session(9);
    Shipment records(BlockKind::Tree, digester());
    const VersionRecord hole{.size = 100'000, .extentCount = 1, .inlineExtents = {{{}, 0, 100'000}}};
    records.record(name_, hole);
    VERIFY_OK(records.send(session->intake, *session->writer));
    QCOMPARE(stored(name_), hole);
}

void TestVersionIntake::aLieTakesNobodysPlace_data()
{
    QTest::addColumn<uint32_t>("liar");
    QTest::newRow("another's") << 9U;
    QTest::newRow("its own") << 1U;
}

void TestVersionIntake::aLieTakesNobodysPlace()
{
    QFETCH(uint32_t, liar);
    const auto gone = repository_->backUp(owner_, {{"large", content_}, {"gone", randomBytes(2, 200'000)}});
    VERIFY_OK(gone);
    const auto kept = repository_->backUp(owner_, {{"large", content_}});
    VERIFY_OK(kept);
    const auto right = stored(name_);
    {
        const auto session = this->session(liar);
        Shipment records(BlockKind::Tree, digester());
        records.record(name_, {.size = 100'000, .extentCount = 1, .inlineExtents = {{{}, 0, 100'000}}});
        VERIFY_OK(records.send(session->intake, *session->writer));
        QCOMPARE(stored(name_), right);
        VERIFY_OK(session->intake.settle());
        QCOMPARE(stored(name_), right);
    }
    VERIFY_OK(repository_->appliance().forgetPoints({*gone}));
    VERIFY_OK(repository_->reclaim());
    QCOMPARE(repository_->read(*kept).value(), (Files{{"large", content_}}));
    repository_->loseCatalogue();
    VERIFY_OK(repository_->rebuild());
    VERIFY_OK(repository_->open());
    QCOMPARE(repository_->read(*kept).value(), (Files{{"large", content_}}));
}

void TestVersionIntake::aRightRecordTakesThePlaceOfAnother()
{
    // The liar was first, and goes on; the owner sends a record before its chunks.
    const auto liar = session(9);
    const auto mine = session(1);
    Shipment early(BlockKind::Chunks, digester());
    early.chunk("the session's containers are begun before the liar's");
    VERIFY_OK(early.send(mine->intake, *mine->writer));
    Shipment lies(BlockKind::Tree, digester());
    const VersionRecord lie{.size = 100'000, .extentCount = 1, .inlineExtents = {{{}, 0, 100'000}}};
    lies.record(name_, lie);
    VERIFY_OK(lies.send(liar->intake, *liar->writer));

    Shipment chunks(BlockKind::Chunks, digester());
    const auto first = chunks.chunk(content_.first(60'000));
    const auto second = chunks.chunk(content_.sliced(60'000));
    const VersionRecord right{
        .size = 100'000, .extentCount = 2, .inlineExtents = {{first, 0, 60'000}, {second, 0, 40'000}}};
    Shipment records(BlockKind::Tree, digester());
    records.record(name_, right);
    VERIFY_OK(records.send(mine->intake, *mine->writer));
    VERIFY_OK(chunks.send(mine->intake, *mine->writer));
    VERIFY_OK(mine->intake.settle());
    QCOMPARE(stored(name_), right);
    // The lie once more, now that another is there.
    lies.record(name_, lie);
    VERIFY_OK(lies.send(liar->intake, *liar->writer));
    VERIFY_OK(liar->intake.settle());
    QCOMPARE(stored(name_), right);
    mine->writer.reset();
    liar->writer.reset();
    for (int again = 0; again < 2; ++again) {
        // The first time with the index as it was written, then from the containers.
        VERIFY_OK(repository_->reopen());
        QCOMPARE(stored(name_), right);
        repository_->close();
        for (const auto &file : repository_->disk().files()) {
            if (file.contains(QStringLiteral("/index/run-")))
                repository_->disk().erase(file);
        }
        VERIFY_OK(repository_->open());
    }
}

void TestVersionIntake::theSameRecordIsStoredAgain()
{
    VERIFY_OK(repository_->backUp(owner_, {{"large", content_}}));
    const auto other = session(9);
    Shipment records(BlockKind::Tree, digester());
    records.record(name_, stored(name_));
    VERIFY_OK(records.send(other->intake, *other->writer));
    QCOMPARE(repository_->store().findAll(name_)->size(), 2U);
}

void TestVersionIntake::twoRecordsOfANameInABlockAreDoubted()
{
    const auto session = this->session(9);
    Shipment records(BlockKind::Tree, digester());
    const VersionRecord one{.size = 100'000, .extentCount = 1, .inlineExtents = {{{}, 0, 100'000}}};
    records.record(name_, one);
    records.record(name_, {.size = 90'000, .extentCount = 1, .inlineExtents = {{{}, 0, 90'000}}});
    VERIFY_OK(records.send(session->intake, *session->writer));
    VERIFY_OK(session->intake.settle());
    QCOMPARE(repository_->store().findAll(name_)->size(), 1U);
    QCOMPARE(stored(name_), one);
}

void TestVersionIntake::aRecordNamedLikeAChunkIsNone()
{
    // Whichever is first.
    const auto liar = session(9);
    const auto lie = [&](const QByteArray &about) {
        Shipment records(BlockKind::Tree, digester());
        records.record(digester().chunk(about), {.size = 6, .extentCount = 1, .inlineExtents = {{{}, 0, 6}}});
        VERIFY_OK(records.send(liar->intake, *liar->writer));
    };
    lie("second");
    const Files files{{"first", "first"}, {"second", "second"}};
    const auto lease = repository_->beginLease(owner_);
    VERIFY_OK(lease);
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    {
        PointBuilder builder(repository_->store(), *lease);
        builder.setClaims(false); // a claim is for a kind of object, too: there is no such chunk
        const auto tree = builder.tree(files);
        VERIFY_OK(builder.commit(repository_->appliance().commitContext(), *point, tree));
    }
    lie("first");
    VERIFY_OK(liar->intake.settle());
    liar->writer.reset();
    for (int again = 0; again < 2; ++again) {
        QCOMPARE(repository_->read(*point).value(), files);
        QCOMPARE(repository_->store().findAll(digester().chunk("first"))->size(), 1U);
        VERIFY_OK(repository_->reopen());
    }
}

void TestVersionIntake::tooManyThatWaitAreRefused()
{
    VERIFY_OK(repository_->backUp(owner_, {{"large", content_}}));
    const auto session = this->session(9);
    // As long as a record may be.
    const auto chunk = digester().chunk("not there");
    VersionRecord lie{.size = 100'000, .extentCount = 64};
    lie.inlineExtents.assign(64, {chunk, 4'000'000, 1'000});
    lie.inlineExtents.back().length = 100'000 - 63 * 1'000;
    Status sent;
    ByteCount bytes = 0;
    while (sent && bytes < 64_MiB) {
        Shipment records(BlockKind::Tree, digester());
        for (int i = 0; i < 1'000; ++i) {
            records.record(name_, lie);
            bytes += lie.encode().size();
        }
        sent = records.send(session->intake, *session->writer);
    }
    VERIFY_FAILS(ErrorKind::Invalid, sent);
    QVERIFY(bytes > 8_MiB);
}

QTEST_GUILESS_MAIN(TestVersionIntake)
#include "tst_version_intake.moc"
