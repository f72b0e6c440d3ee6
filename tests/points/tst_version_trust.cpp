#include "codec/signature.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

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

QTEST_GUILESS_MAIN(TestVersionTrust)
#include "tst_version_trust.moc"
