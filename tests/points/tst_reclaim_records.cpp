#include "codec/signature.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

namespace {
/// What the points of a repository must hold.
using Model = std::map<PointId, Files>;
} // namespace

/// A reclaim and the version records of its points: several of one name, false ones, and one whose name is lost.
class TestReclaimRecords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        repository_ = std::make_unique<Repository>();
        VERIFY_OK(repository_->open());
    }
    void cleanup() { repository_.reset(); }

    void eachRecordOfAVersionKeepsItsOwnChunks();
    void aRecordThatLiesIsNoBurden();
    void aRecordWithoutANameKeepsItsContainer();

private:
    ClientId client(const QString &name);
    void checkAll(const Model &model);
    std::unique_ptr<Repository> repository_;
};

ClientId TestReclaimRecords::client(const QString &name)
{
    const auto added = repository_->addClient(name);
    if (!added)
        qFatal("%s", qPrintable(added.error().text()));
    return *added;
}

void TestReclaimRecords::checkAll(const Model &model)
{
    QCOMPARE(repository_->appliance().catalogue().points(std::nullopt)->size(), model.size());
    for (const auto &[point, files] : model) {
        const auto read = repository_->read(point);
        VERIFY_OK(read);
        QVERIFY2(*read == files, qPrintable(QStringLiteral("point %1 has other files").arg(point.value)));
    }
}

void TestReclaimRecords::eachRecordOfAVersionKeepsItsOwnChunks()
{
    // Two clients have one content, cut in different ways; each also has what goes.
    const auto content = randomBytes(1, 100'000);
    const auto name = codec::signatureOf(repository_->store().digester(), content).name;
    const auto backUp = [&](ClientId of, qsizetype cut) -> Result<PointId> {
        const auto lease = TRY(repository_->beginLease(of));
        const auto point = TRY(repository_->appliance().reservePointId());
        PointBuilder builder(repository_->store(), lease);
        builder.setClaims(false);
        builder.chunk(randomBytes(uint32_t(cut), 200'000).first(100'000));
        const auto first = builder.chunk(content.first(cut));
        const auto second = builder.chunk(content.sliced(cut));
        const format::VersionRecord record{
            .size = 100'000,
            .extentCount = 2,
            .inlineExtents = {{first, 0, uint64_t(cut)}, {second, 0, uint64_t(100'000 - cut)}}};
        builder.version(name, record.encode());
        format::DirectoryEntry entry;
        entry.name = "large";
        entry.size = 100'000;
        entry.content = name;
        const auto made =
            builder.commit(repository_->appliance().commitContext(), point, builder.directory({{entry, {}}}));
        repository_->appliance().leases().end(lease.id);
        return made.transform([](const catalogue::PointRow &row) { return row.id; });
    };
    const auto desk = backUp(client(QStringLiteral("desk")), 40'000);
    VERIFY_OK(desk);
    QVERIFY(repository_->read(*desk)); // as the first record says
    const auto laptop = backUp(client(QStringLiteral("laptop")), 60'000);
    VERIFY_OK(laptop);
    for (int round = 0; round < 3; ++round) {
        const auto report = repository_->reclaim();
        VERIFY_OK(report);
        QCOMPARE(report->containersRewritten > 0, round == 0);
        QCOMPARE(report->damagedObjects, 0U);
        checkAll({{*desk, {{"large", content}}}, {*laptop, {{"large", content}}}});
        const auto &store = repository_->store();
        for (const qsizetype cut : {40'000, 60'000}) {
            QVERIFY(store.find(store.digester().chunk(content.first(cut)))->has_value());
            QVERIFY(store.find(store.digester().chunk(content.sliced(cut)))->has_value());
        }
        VERIFY_OK(repository_->reopen());
    }
}

void TestReclaimRecords::aRecordThatLiesIsNoBurden()
{
    // Stored when the store had none of its name, so unread; it names what is nowhere.
    const auto content = randomBytes(1, 100'000);
    const auto name = codec::signatureOf(repository_->store().digester(), content).name;
    const auto liar = client(QStringLiteral("liar"));
    {
        PointBuilder lies(repository_->store(), Lease{.id = LeaseId{1000}, .client = liar});
        lies.version(
            name,
            format::VersionRecord{.size = 100'000, .extentCount = 1'000, .extentTree = lies.digester().node("nowhere")}
                .encode());
        VERIFY_OK(lies.flush());
    }
    repository_->clock().advance(std::chrono::days(1));
    const auto desk = client(QStringLiteral("desk"));
    const auto lease = repository_->beginLease(desk);
    VERIFY_OK(lease);
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    {
        PointBuilder builder(repository_->store(), *lease);
        builder.setClaims(false);
        builder.chunk(randomBytes(9, 60'000)); // goes
        const auto tree = builder.tree({{"large", content}});
        VERIFY_OK(builder.commit(repository_->appliance().commitContext(), *point, tree));
    }
    repository_->appliance().leases().end(lease->id);
    for (const auto days : {1, 8}) {
        repository_->clock().advance(std::chrono::days(days));
        const auto report = repository_->reclaim();
        VERIFY_OK(report);
        QCOMPARE(report->damagedObjects, 0U);
        checkAll({{*point, {{"large", content}}}});
        VERIFY_OK(repository_->reopen());
    }
    repository_->loseCatalogue();
    VERIFY_OK(repository_->rebuild());
    VERIFY_OK(repository_->open());
    checkAll({{*point, {{"large", content}}}});
}

void TestReclaimRecords::aRecordWithoutANameKeepsItsContainer()
{
    // The chunk index knows the name; the container's own index, which a copy is made from, is damaged.
    const auto desk = client(QStringLiteral("desk"));
    Files files{{"large", randomBytes(1, 100'000)}};
    const auto kept = files;
    for (int i = 0; i < 300; ++i)
        files["folder" + QByteArray::number(i) + "/file"] = QByteArray::number(i);
    const auto gone = repository_->backUp(desk, files);
    VERIFY_OK(gone);
    const auto point = repository_->backUp(desk, kept);
    VERIFY_OK(point);
    const auto dtf = repository_->appliance().catalogue().point(*gone).value()->dtf;
    const auto containers = repository_->store().containers();
    const auto id = format::toHex(std::ranges::find(containers, dtf, &catalogue::ContainerRow::id)->uuid);
    VERIFY_OK(repository_->appliance().forgetPoints({*gone}));
    repository_->close();
    std::map<QString, QByteArray> whole;
    for (const auto &file : repository_->disk().files()) {
        if (!file.contains(QString::fromLatin1(id)))
            continue;
        whole[file] = repository_->disk().content(file);
        repository_->disk().flip(file, whole[file].size() - 64 - 100); // in the index block
    }
    QCOMPARE(whole.size(), 2U);
    VERIFY_OK(repository_->open());
    const auto report = repository_->reclaim();
    VERIFY_OK(report);
    QCOMPARE(report->damagedObjects, 1U);
    for (const auto &[file, content] : whole) {
        QVERIFY(std::ranges::contains(repository_->disk().files(), file));
        repository_->disk().setContent(file, content);
    }
    VERIFY_OK(repository_->reopen());
    checkAll({{*point, kept}});
}

QTEST_GUILESS_MAIN(TestReclaimRecords)
#include "tst_reclaim_records.moc"
