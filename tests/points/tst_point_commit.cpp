#include "points/point_records.h"
#include "protocol/backup_messages.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

class TestPointCommit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { repository_.reset(); }
    void aPointIsThereWhenItIsCommitted();
    void filesOfAPointAreOfferedToOthers();
    void whatIsRefusedLeavesNoPointButItsData();
    void aRecordThatIsTooLargeIsRefused();
    void whenTheCatalogueFailsThereIsNoPoint();
    void aStrayRecordIsForgottenAtTheNextStart();

private:
    std::unique_ptr<Repository> repository_;
    ClientId client_;
};

void TestPointCommit::init()
{
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
    const auto client = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(client);
    client_ = *client;
}

void TestPointCommit::aPointIsThereWhenItIsCommitted()
{
    std::mt19937 random(4);
    auto files = randomFiles(random, 60);
    const auto first = repository_->backUp(client_, files);
    VERIFY_OK(first);
    const auto before = files;
    changeFiles(random, files);
    const auto second = repository_->backUp(client_, files);
    VERIFY_OK(second);
    VERIFY_OK(repository_->reopen());
    const auto row = repository_->appliance().catalogue().point(*second);
    VERIFY_OK(row);
    QVERIFY(row->has_value());
    QCOMPARE((*row)->base, *first);
    QCOMPARE((*row)->client, client_);
    QCOMPARE((*row)->host, QStringLiteral("host"));
    const auto readFirst = repository_->read(*first);
    VERIFY_OK(readFirst);
    QCOMPARE(*readFirst, before);
    const auto readSecond = repository_->read(*second);
    VERIFY_OK(readSecond);
    QCOMPARE(*readSecond, files);
    const auto containers = repository_->appliance().catalogue().containers();
    VERIFY_OK(containers);
    for (const auto &container : *containers)
        QVERIFY(container.committed);
}

void TestPointCommit::filesOfAPointAreOfferedToOthers()
{
    VERIFY_OK(repository_->backUp(client_, {{"folder/file", "content"}, {"empty", ""}}));
    QCOMPARE(repository_->appliance().rfe().size(), 1U);
    VERIFY_OK(repository_->reopen());
    QVERIFY(!repository_->appliance().rfe().needsRebuild());
    QCOMPARE(repository_->appliance().rfe().size(), 1U);
}

void TestPointCommit::whatIsRefusedLeavesNoPointButItsData()
{
    const auto lease = repository_->beginLease(client_);
    VERIFY_OK(lease);
    const auto content = randomBytes(1, 3000);
    {
        PointBuilder builder(repository_->store(), *lease);
        const auto good = builder.file("good", content);
        auto bad = builder.file("bad", "x");
        bad.entry.size = 2;
        VERIFY_FAILS(ErrorKind::Invalid, builder.commit(repository_->appliance().commitContext(), PointId{1},
                                                        builder.directory({good, bad})));
    }
    repository_->appliance().leases().end(lease->id);
    QVERIFY(repository_->appliance().catalogue().points(std::nullopt)->empty());
    QCOMPARE(repository_->appliance().rfe().size(), 0U);
    VERIFY_OK(repository_->reopen());
    const auto found = repository_->store().find(repository_->store().digester().chunk(content));
    VERIFY_OK(found);
    QVERIFY(found->has_value());
    const auto records = recordsWithoutPoint(repository_->appliance().commitContext());
    VERIFY_OK(records);
    QVERIFY(records->records.empty());
}

void TestPointCommit::aRecordThatIsTooLargeIsRefused()
{
    // A commit within its own bound, and a record beyond what a container may hold in a block.
    const auto lease = repository_->beginLease(client_);
    VERIFY_OK(lease);
    {
        PointBuilder builder(repository_->store(), *lease);
        const auto tree = builder.tree({{"file", "content"}});
        VERIFY_OK(builder.flush());
        auto record = builder.record(PointId{1}, tree);
        record.selection.assign(65'536, QByteArray(63, 'p'));
        const auto commit = [&] {
            return commitPoint(repository_->appliance().commitContext(), builder.writer(), *lease, record,
                               builder.grants().function());
        };
        const auto before = repository_->disk().operationCount();
        VERIFY_FAILS(ErrorKind::Invalid, commit());
        QCOMPARE(repository_->disk().operationCount(), before);
        record.selection.resize(60'000);
        VERIFY_OK(commit());
    }
    repository_->appliance().leases().end(lease->id);
    VERIFY_OK(repository_->reopen());
    QCOMPARE(repository_->read(PointId{1}).value(), (Files{{"file", "content"}}));
}

void TestPointCommit::whenTheCatalogueFailsThereIsNoPoint()
{
    const auto lease = repository_->beginLease(client_);
    VERIFY_OK(lease);
    // The number is taken, so the catalogue refuses.
    const auto taken = repository_->addClient(QStringLiteral("other"));
    VERIFY_OK(taken);
    const auto other = repository_->backUp(*taken, {{"a", "b"}});
    VERIFY_OK(other);
    {
        PointBuilder builder(repository_->store(), *lease);
        const auto tree = builder.tree({{"file", "content"}});
        VERIFY_FAILS(ErrorKind::Exists, builder.commit(repository_->appliance().commitContext(), *other, tree));
    }
    repository_->appliance().leases().end(lease->id);
    QCOMPARE(repository_->appliance().catalogue().points(std::nullopt)->size(), 1U);
    const auto read = repository_->read(*other);
    VERIFY_OK(read);
    QCOMPARE(*read, (Files{{"a", "b"}}));
}

void TestPointCommit::aStrayRecordIsForgottenAtTheNextStart()
{
    // As if the service had ended between publishing and the catalogue's transaction.
    const auto lease = repository_->beginLease(client_);
    VERIFY_OK(lease);
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    {
        PointBuilder builder(repository_->store(), *lease);
        const auto tree = builder.tree({{"file", "content"}});
        VERIFY_OK(builder.flush());
        VERIFY_OK(builder.writer().publish(builder.record(*point, tree)));
    }
    VERIFY_OK(repository_->reopen());
    const auto kept = repository_->backUp(client_, {{"file", "content"}});
    VERIFY_OK(kept);
    repository_->loseCatalogue();
    const auto rebuilt = repository_->rebuild();
    VERIFY_OK(rebuilt);
    QCOMPARE(rebuilt->points, 1U);
    VERIFY_OK(repository_->open());
    QVERIFY(!repository_->appliance().catalogue().point(*point)->has_value());
    QVERIFY(repository_->appliance().catalogue().point(*kept)->has_value());
}

QTEST_GUILESS_MAIN(TestPointCommit)
#include "tst_point_commit.moc"
