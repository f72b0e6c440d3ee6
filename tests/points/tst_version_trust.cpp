#include "codec/signature.h"
#include "points/object_sizes.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

#include <thread>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;
using format::VersionRecord;

class TestVersionTrust : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aClientTrustsItself();
    void anotherClientTrustsWhatWasComputed();
    void aRecordThatLiesIsFound();
    void aLaterRecordIsAnotherMatter();
    void holesCountAsZeros();
    void aMissingVersionIsNotFound();
    void aComputationWithoutEndIsStopped();
    void aRecordThatWasMovedSinceItWasFoundIsRead();
    void whatWasCompleteIsSoForItsClientUntilAReclaim();

private:
    ObjectName lie(PointBuilder &builder, const QByteArray &about);
    std::unique_ptr<Repository> repository_;
    std::unique_ptr<PointBuilder> mine_;
    std::unique_ptr<PointBuilder> theirs_;
    const ClientId me_{1};
    const ClientId them_{2};
};

void TestVersionTrust::init()
{
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
    mine_ = std::make_unique<PointBuilder>(repository_->store(), Lease{.id = LeaseId{1}, .client = me_});
    theirs_ = std::make_unique<PointBuilder>(repository_->store(), Lease{.id = LeaseId{2}, .client = them_});
}

void TestVersionTrust::cleanup()
{
    mine_.reset();
    theirs_.reset();
    repository_.reset();
}

/// A record under the signature of @p about with other content of the same size.
ObjectName TestVersionTrust::lie(PointBuilder &builder, const QByteArray &about)
{
    builder.setClaims(false);
    const auto name = codec::signatureOf(builder.digester(), about).name;
    const auto size = uint64_t(about.size());
    const auto chunk = builder.chunk(randomBytes(99, about.size()));
    builder.version(name, VersionRecord{.size = size, .extentCount = 1, .inlineExtents = {{chunk, 0, size}}}.encode());
    if (!builder.flush())
        qFatal("the record was not stored");
    return name;
}

void TestVersionTrust::aClientTrustsItself()
{
    const auto name = lie(*mine_, randomBytes(1, 100'000));
    VERIFY_OK(repository_->appliance().trust().ensure(name, 100'000, me_));
    VERIFY_FAILS(ErrorKind::Damaged, repository_->appliance().trust().verify(name, 100'000));
}

void TestVersionTrust::anotherClientTrustsWhatWasComputed()
{
    const auto content = randomBytes(2, 700'000);
    const auto name = mine_->content(content);
    VERIFY_OK(mine_->flush());
    auto &trust = repository_->appliance().trust();
    VERIFY_OK(trust.ensure(name, uint64_t(content.size()), them_));
    VERIFY_OK(trust.ensure(name, uint64_t(content.size()), them_));
    VERIFY_OK(trust.verify(name, std::nullopt));
}

void TestVersionTrust::aRecordThatLiesIsFound()
{
    const auto name = lie(*theirs_, randomBytes(3, 100'000));
    VERIFY_FAILS(ErrorKind::Damaged, repository_->appliance().trust().ensure(name, 100'000, me_));
}

void TestVersionTrust::aLaterRecordIsAnotherMatter()
{
    // Right first, and remembered; then the same name with another record.
    const auto content = randomBytes(4, 100'000);
    theirs_->setClaims(false);
    const auto name = theirs_->content(content);
    VERIFY_OK(theirs_->flush());
    auto &trust = repository_->appliance().trust();
    VERIFY_OK(trust.ensure(name, 100'000, me_));
    PointBuilder third(repository_->store(), Lease{.id = LeaseId{3}, .client = ClientId{3}});
    const auto chunk = third.digester().chunk(randomBytes(99, 100'000));
    QCOMPARE(lie(third, content), name);
    // Whoever is to store such a record is told before.
    VERIFY_FAILS(
        ErrorKind::Damaged,
        trust.verifyRecord(
            name, VersionRecord{.size = 100'000, .extentCount = 1, .inlineExtents = {{chunk, 0, 100'000}}}.encode()));
}

void TestVersionTrust::holesCountAsZeros()
{
    const auto chunk = randomBytes(5, 50'000);
    const auto content = QByteArray(60'000, '\0') + chunk;
    const auto name = codec::signatureOf(mine_->digester(), content).name;
    const VersionRecord record{
        .size = 110'000, .extentCount = 2, .inlineExtents = {{{}, 0, 60'000}, {mine_->chunk(chunk), 0, 50'000}}};
    mine_->version(name, record.encode());
    VERIFY_OK(mine_->flush());
    VERIFY_OK(repository_->appliance().trust().ensure(name, 110'000, them_));
}

void TestVersionTrust::aMissingVersionIsNotFound()
{
    VERIFY_FAILS(ErrorKind::NotFound,
                 repository_->appliance().trust().ensure(ObjectName::fromBytes(randomBytes(6, 32)), 100'000, me_));
}

void TestVersionTrust::aComputationWithoutEndIsStopped()
{
    // A few nodes for 200^6 times the same chunk.
    const auto nodeBytes = [](uint8_t level, const std::vector<QByteArray> &items) {
        ByteWriter writer;
        writer.u8(uint8_t(format::TreeKind::Extents)).u8(level);
        for (const auto &item : items)
            writer.sizedBytes(item);
        return writer.take();
    };
    const auto chunk = theirs_->chunk(randomBytes(80, 1'000));
    uint64_t items = 1;
    uint64_t weight = 1'000;
    auto node = theirs_->node(nodeBytes(0, {format::Extent{chunk, 0, 1'000}.encode()}));
    for (uint8_t level = 1; level <= 6; ++level) {
        const auto child = ByteWriter().name(node).varint(items).varint(weight).sizedBytes({}).take();
        node = theirs_->node(nodeBytes(level, std::vector<QByteArray>(200, child)));
        items *= 200;
        weight *= 200;
    }
    const auto name = ObjectName::fromBytes(randomBytes(81, 32));
    theirs_->version(name, VersionRecord{.size = weight, .extentCount = items, .extentTree = node}.encode());
    VERIFY_OK(theirs_->flush());
    CancelToken cancel;
    Status ended;
    std::thread computing([&] { ended = repository_->appliance().trust().ensure(name, weight, me_, cancel); });
    cancel.cancel();
    computing.join();
    VERIFY_FAILS(ErrorKind::Cancelled, ended);
}

void TestVersionTrust::aRecordThatWasMovedSinceItWasFoundIsRead()
{
    const auto client = repository_->addClient(QStringLiteral("client"));
    VERIFY_OK(client);
    Files files{{"kept", randomBytes(10, 150'000)}};
    for (uint32_t i = 0; i < 800; ++i)
        files["goes" + QByteArray::number(i)] = randomBytes(1'000 + i, 100);
    const auto first = repository_->backUp(*client, files);
    VERIFY_OK(first);
    VERIFY_OK(repository_->backUp(*client, {{"kept", files["kept"]}}));
    auto &store = repository_->store();
    const auto name = codec::signatureOf(store.digester(), files["kept"]).name;
    const auto found = store.find(name);
    VERIFY_OK(found);
    const auto record = VersionRecord::decode(*VersionTrust::readRecord(store, name, **found));
    VERIFY_OK(record);
    const auto chunk = record->inlineExtents.front().chunk;
    const auto chunkFound = store.find(chunk);
    VERIFY_OK(chunkFound);

    VERIFY_OK(repository_->appliance().forgetPoints({*first}));
    VERIFY_OK(repository_->reclaim());
    const auto now = store.find(name);
    VERIFY_OK(now);
    QVERIFY((*now)->container != (*found)->container);
    VERIFY_OK(VersionTrust::readRecord(store, name, **found));
    const auto chunkNow = store.find(chunk);
    VERIFY_OK(chunkNow);
    QVERIFY((*chunkNow)->container != (*chunkFound)->container);
    const auto size = ObjectSizes(store).sizeOf(chunk, **chunkFound);
    VERIFY_OK(size);
    QVERIFY(*size >= record->inlineExtents.front().length);
}

void TestVersionTrust::whatWasCompleteIsSoForItsClientUntilAReclaim()
{
    const auto client = repository_->addClient(QStringLiteral("client"));
    VERIFY_OK(client);
    Files files{{"kept", "kept"}};
    for (uint32_t i = 0; i < 800; ++i)
        files["goes" + QByteArray::number(i)] = randomBytes(1'000 + i, 100);
    const auto first = repository_->backUp(*client, files);
    VERIFY_OK(first);
    VERIFY_OK(repository_->backUp(*client, {{"kept", "kept"}}));
    auto &store = repository_->store();
    auto &trust = repository_->appliance().trust();
    const auto record = store.digester().node("a record"), other = store.digester().node("another");
    trust.noteComplete(record, {me_, true, store.condemnations()});
    trust.noteComplete(other, {me_, false, store.condemnations()});
    QCOMPARE(trust.isCompleteAndOwn(record, me_), std::optional(true));
    QCOMPARE(trust.isCompleteAndOwn(other, me_), std::optional(false));
    QCOMPARE(trust.isCompleteAndOwn(record, them_), std::nullopt);
    QCOMPARE(trust.isCompleteAndOwn(store.digester().node("none"), me_), std::nullopt);
    VERIFY_OK(repository_->appliance().forgetPoints({*first}));
    VERIFY_OK(repository_->reclaim());
    QCOMPARE(trust.isCompleteAndOwn(record, me_), std::nullopt);
    // What was looked for before it began.
    trust.noteComplete(record, {me_, true, store.condemnations() - 1});
    QCOMPARE(trust.isCompleteAndOwn(record, me_), std::nullopt);
}

QTEST_GUILESS_MAIN(TestVersionTrust)
#include "tst_version_trust.moc"
