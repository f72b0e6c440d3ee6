#include "codec/signature.h"
#include "points/point_records.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

namespace {

/// What the points of a repository must hold.
using Model = std::map<PointId, Files>;

/// A backup as it was made, to be made again elsewhere.
struct Made
{
    int client;
    PointId point;
    Files files;
};

} // namespace

class TestReclaim : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { repository_.reset(); }

    void keepsWhatIsNeededAndGivesTheRestBack_data();
    void keepsWhatIsNeededAndGivesTheRestBack();
    void nothingForgottenNothingDone();
    void everythingForgottenLeavesNothing();
    void whatNobodyNeedsMakesRoomForWhatIsCopied();
    void aDryRunChangesNothing();
    void whoseAnObjectIsStaysSo();
    void movedPointsAreFoundByARebuild();
    void forgottenPointsStayForgottenAndAreDroppedWhenGone();
    void uncommittedDataStaysForSevenDays();
    void aDamagedObjectThatIsNeededKeepsItsContainer();
    void aDamagedTreeStopsIt();
    void aLostTreeFileThatItWroteKeepsNothingFromStarting();
    void recordsOfGoneFilesAreDropped();
    void aCopyThatWasNotTakenOverIsNoBurden();
    void oneAtATime();

private:
    ClientId client(const QString &name);
    void checkAll(const Model &model);
    std::unique_ptr<Repository> repository_;
};

void TestReclaim::init()
{
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
}

ClientId TestReclaim::client(const QString &name)
{
    const auto added = repository_->addClient(name);
    if (!added)
        qFatal("%s", qPrintable(added.error().text()));
    return *added;
}

void TestReclaim::checkAll(const Model &model)
{
    QCOMPARE(repository_->appliance().catalogue().points(std::nullopt)->size(), model.size());
    for (const auto &[point, files] : model) {
        const auto read = repository_->read(point);
        VERIFY_OK(read);
        QVERIFY2(*read == files, qPrintable(QStringLiteral("point %1 has other files").arg(point.value)));
    }
}

void TestReclaim::keepsWhatIsNeededAndGivesTheRestBack_data()
{
    QTest::addColumn<uint32_t>("seed");
    for (uint32_t seed = 1; seed <= 8; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestReclaim::keepsWhatIsNeededAndGivesTheRestBack()
{
    QFETCH(uint32_t, seed);
    std::mt19937 random(seed);
    const std::array clients{client(QStringLiteral("desk")), client(QStringLiteral("laptop"))};
    std::array<Files, 2> files{randomFiles(random, 80), randomFiles(random, 80)};
    std::vector<Made> made;
    Model model;
    for (int i = 0; i < 14; ++i) {
        const auto which = int(random() % 2);
        auto &own = files[size_t(which)];
        // Some of the other's files: shared content.
        for (const auto &[path, content] : files[size_t(1 - which)]) {
            if (random() % 10 == 0)
                own["shared/" + path] = content;
        }
        changeFiles(random, own);
        const auto point = repository_->backUp(clients[size_t(which)], own);
        VERIFY_OK(point);
        made.push_back({which, *point, own});
        model[*point] = own;
        if (random() % 4 == 0)
            VERIFY_OK(repository_->reopen());
    }
    // In two rounds, so that the second works on what the first wrote.
    for (int round = 0; round < 2; ++round) {
        std::vector<PointId> forgotten;
        for (const auto &[point, kept] : model) {
            if (random() % 2 == 0)
                forgotten.push_back(point);
        }
        VERIFY_OK(repository_->appliance().forgetPoints(forgotten));
        for (const auto point : forgotten)
            model.erase(point);
        const auto foreseen = repository_->reclaim(true);
        VERIFY_OK(foreseen);
        const auto before = repository_->store().storedBytes();
        const auto report = repository_->reclaim();
        VERIFY_OK(report);
        const auto after = repository_->store().storedBytes();
        QCOMPARE(report->bytesBefore, before);
        QCOMPARE(report->bytesFreed, before - after);
        QCOMPARE(report->damagedObjects, 0U);
        QCOMPARE(foreseen->containersRemoved, report->containersRemoved);
        QCOMPARE(foreseen->containersRewritten, report->containersRewritten);
        QVERIFY2(std::abs(double(foreseen->bytesFreed - report->bytesFreed)) < 0.05 * double(before),
                 qPrintable(QStringLiteral("foreseen %1, freed %2").arg(foreseen->bytesFreed).arg(report->bytesFreed)));
        checkAll(model);
        const auto verified = repository_->verify();
        VERIFY_OK(verified);
        QVERIFY(verified->damages.empty());
        VERIFY_OK(repository_->reopen());
        checkAll(model);

        Repository fresh;
        VERIFY_OK(fresh.open());
        std::array<ClientId, 2> freshClients;
        for (size_t i = 0; i < 2; ++i) {
            const auto added = fresh.addClient(QString::number(i));
            VERIFY_OK(added);
            freshClients[i] = *added;
        }
        for (const auto &backup : made) {
            if (model.contains(backup.point))
                VERIFY_OK(fresh.backUp(freshClients[size_t(backup.client)], backup.files));
        }
        const auto freshBytes = fresh.store().storedBytes();
        QVERIFY2(double(after) <= 1.1 * double(freshBytes) + 4096,
                 qPrintable(QStringLiteral("%1 bytes, a fresh store has %2").arg(after).arg(freshBytes)));
        const auto again = repository_->reclaim();
        VERIFY_OK(again);
        QCOMPARE(again->containersRewritten, 0U);
    }
}

void TestReclaim::nothingForgottenNothingDone()
{
    const auto desk = client(QStringLiteral("desk"));
    std::mt19937 random(3);
    auto files = randomFiles(random, 50);
    for (int i = 0; i < 5; ++i) {
        VERIFY_OK(repository_->backUp(desk, files));
        changeFiles(random, files);
    }
    const auto before = repository_->disk().files();
    const auto report = repository_->reclaim();
    VERIFY_OK(report);
    QCOMPARE(report->containersRewritten + report->containersRemoved, 0U);
    QCOMPARE(report->bytesFreed, 0);
    QCOMPARE(repository_->disk().files(), before);
}

void TestReclaim::everythingForgottenLeavesNothing()
{
    const auto desk = client(QStringLiteral("desk"));
    std::mt19937 random(3);
    std::vector<PointId> points;
    auto files = randomFiles(random, 50);
    for (int i = 0; i < 5; ++i) {
        const auto point = repository_->backUp(desk, files);
        VERIFY_OK(point);
        points.push_back(*point);
        changeFiles(random, files);
    }
    VERIFY_OK(repository_->appliance().forgetPoints(points));
    const auto report = repository_->reclaim();
    VERIFY_OK(report);
    QCOMPARE(report->containersRewritten, 0U);
    QCOMPARE(repository_->store().storedBytes(), 0);
    QVERIFY(repository_->store().containers().empty());
    // And it can be used again.
    const auto point = repository_->backUp(desk, files);
    VERIFY_OK(point);
    checkAll({{*point, files}});
}

void TestReclaim::whatNobodyNeedsMakesRoomForWhatIsCopied()
{
    const auto desk = client(QStringLiteral("desk"));
    const Files stays = {{"stays", randomBytes(1, 400'000)}};
    const auto gone = repository_->backUp(desk, {{"goes", randomBytes(2, 900'000)}});
    VERIFY_OK(gone);
    const auto both = repository_->backUp(desk, {{"goes too", randomBytes(3, 400'000)}, *stays.begin()});
    VERIFY_OK(both);
    const auto kept = repository_->backUp(desk, stays);
    VERIFY_OK(kept);
    VERIFY_OK(repository_->appliance().forgetPoints({*gone, *both}));
    // Room for what the catalogue writes, not for the copy.
    repository_->disk().setCapacity(repository_->disk().usedBytes() + 20'000);
    const auto report = repository_->reclaim();
    VERIFY_OK(report);
    QVERIFY(report->containersRemoved > 0 && report->containersRewritten > 0);
    QVERIFY(report->bytesFreed > 1'200'000);
    checkAll({{*kept, stays}});
}

void TestReclaim::aDryRunChangesNothing()
{
    const auto desk = client(QStringLiteral("desk"));
    const auto first = repository_->backUp(desk, {{"a", randomBytes(1, 50'000)}});
    VERIFY_OK(first);
    VERIFY_OK(repository_->backUp(desk, {{"b", randomBytes(2, 50'000)}}));
    VERIFY_OK(repository_->appliance().forgetPoints({*first}));
    const auto before = repository_->disk().operationCount();
    const auto report = repository_->reclaim(true);
    VERIFY_OK(report);
    QVERIFY(report->bytesFreed > 50'000);
    QCOMPARE(repository_->disk().operationCount(), before);
}

void TestReclaim::whoseAnObjectIsStaysSo()
{
    const auto desk = client(QStringLiteral("desk"));
    const auto laptop = client(QStringLiteral("laptop"));
    const auto shared = randomBytes(1, 90'000);
    const auto forgotten = repository_->backUp(desk, {{"shared", shared}, {"gone", randomBytes(2, 60'000)}});
    VERIFY_OK(forgotten);
    const auto other = repository_->backUp(
        laptop, {{"shared", shared}, {"own", randomBytes(3, 60'000)}, {"old", randomBytes(4, 60'000)}});
    VERIFY_OK(other);
    const auto kept = repository_->backUp(laptop, {{"shared", shared}, {"own", randomBytes(3, 60'000)}});
    VERIFY_OK(kept);
    VERIFY_OK(repository_->appliance().forgetPoints({*forgotten, *other}));
    const auto report = repository_->reclaim();
    VERIFY_OK(report);
    QVERIFY(report->containersRewritten > 0);
    auto &store = repository_->store();
    const auto version = store.find(codec::signatureOf(store.digester(), shared).name);
    VERIFY_OK(version);
    QVERIFY(version->has_value());
    QCOMPARE(store.clientOf((*version)->container), desk);
    const auto chunk = store.find(store.digester().chunk(randomBytes(3, 60'000)));
    VERIFY_OK(chunk);
    QVERIFY(chunk->has_value());
    QCOMPARE(store.clientOf((*chunk)->container), laptop);
    for (const auto &container : store.containers())
        QVERIFY(container.client);
}

void TestReclaim::movedPointsAreFoundByARebuild()
{
    const auto desk = client(QStringLiteral("desk"));
    // A point whose own DTF is mostly of what only a forgotten one needs: the next session takes up what a broken one
    // sent.
    const auto lease = repository_->beginLease(desk);
    VERIFY_OK(lease);
    Files many;
    for (int i = 0; i < 300; ++i)
        many["folder" + QByteArray::number(i) + "/file"] = QByteArray::number(i);
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    {
        PointBuilder builder(repository_->store(), *lease);
        (void)builder.tree(many); // sent, and not part of the point
        const auto tree = builder.tree({{"only", "this"}});
        VERIFY_OK(builder.commit(repository_->appliance().commitContext(), *point, tree));
    }
    repository_->appliance().leases().end(lease->id);
    const auto before = repository_->appliance().catalogue().point(*point);
    VERIFY_OK(before);
    const auto report = repository_->reclaim();
    VERIFY_OK(report);
    QVERIFY(report->containersRewritten > 0);
    const auto after = repository_->appliance().catalogue().point(*point);
    VERIFY_OK(after);
    QVERIFY((*after)->dtf != (*before)->dtf);
    checkAll({{*point, {{"only", "this"}}}});
    repository_->loseCatalogue();
    VERIFY_OK(repository_->rebuild());
    VERIFY_OK(repository_->open());
    checkAll({{*point, {{"only", "this"}}}});
}

void TestReclaim::forgottenPointsStayForgottenAndAreDroppedWhenGone()
{
    const auto desk = client(QStringLiteral("desk"));
    Files files;
    for (int i = 0; i < 200; ++i)
        files["file" + QByteArray::number(i)] = randomBytes(uint32_t(i), 500);
    const auto first = repository_->backUp(desk, files);
    VERIFY_OK(first);
    files["file1"] = "changed";
    const auto second = repository_->backUp(desk, files);
    VERIFY_OK(second);
    const auto third = repository_->backUp(desk, files);
    VERIFY_OK(third);
    VERIFY_OK(repository_->appliance().forgetPoints({*first, *second}));
    // What of them stays after a reclaim is still on the list of the forgotten.
    for (int round = 0; round < 2; ++round) {
        repository_->loseCatalogue();
        VERIFY_OK(repository_->rebuild());
        VERIFY_OK(repository_->open());
        checkAll({{*third, files}});
        VERIFY_OK(repository_->reclaim());
        const auto records = recordsWithoutPoint(repository_->appliance().commitContext());
        VERIFY_OK(records);
        trust::StateStore states(repository_->disk(), repository_->storeFolder(), repository_->appliance().key().key,
                                 repository_->clock());
        const auto state = states.load();
        VERIFY_OK(state);
        QCOMPARE(state->forgotten.size(), records->records.size());
        QVERIFY(state->forgotten.size() < 2);
    }
}

void TestReclaim::uncommittedDataStaysForSevenDays()
{
    const auto desk = client(QStringLiteral("desk"));
    const auto kept = repository_->backUp(desk, {{"file", "content"}});
    VERIFY_OK(kept);
    const auto lease = repository_->beginLease(desk);
    VERIFY_OK(lease);
    const auto content = randomBytes(5, 20'000);
    {
        PointBuilder builder(repository_->store(), *lease);
        builder.chunk(content);
        VERIFY_OK(builder.flush());
    }
    repository_->appliance().leases().end(lease->id);
    const auto name = repository_->store().digester().chunk(content);
    repository_->clock().advance(std::chrono::days(6));
    VERIFY_OK(repository_->reclaim());
    QVERIFY(repository_->store().find(name)->has_value());
    repository_->clock().advance(std::chrono::days(2));
    VERIFY_OK(repository_->reclaim());
    QVERIFY(!repository_->store().find(name)->has_value());
    checkAll({{*kept, {{"file", "content"}}}});
}

void TestReclaim::aDamagedObjectThatIsNeededKeepsItsContainer()
{
    const auto desk = client(QStringLiteral("desk"));
    const auto both = repository_->backUp(desk, {{"stays", randomBytes(1, 60'000)}, {"goes", randomBytes(2, 60'000)}});
    VERIFY_OK(both);
    const auto kept = repository_->backUp(desk, {{"stays", randomBytes(1, 60'000)}});
    VERIFY_OK(kept);
    QString bdf;
    for (const auto &file : repository_->disk().files()) {
        if (file.endsWith(QStringLiteral(".bdf")))
            bdf = file;
    }
    repository_->close();
    const auto whole = repository_->disk().content(bdf);
    repository_->disk().flip(bdf, 96 + 32 + 5000);
    repository_->disk().flip(bdf, whole.size() / 2);
    VERIFY_OK(repository_->open());
    VERIFY_OK(repository_->appliance().forgetPoints({*both}));
    const auto report = repository_->reclaim();
    VERIFY_OK(report);
    QCOMPARE(report->damagedObjects, 1U);
    QVERIFY(std::ranges::contains(repository_->disk().files(), bdf));
    // When it is whole again nothing is lost.
    repository_->disk().setContent(bdf, whole);
    VERIFY_OK(repository_->reopen());
    VERIFY_OK(repository_->reclaim());
    checkAll({{*kept, {{"stays", randomBytes(1, 60'000)}}}});
}

void TestReclaim::aDamagedTreeStopsIt()
{
    const auto desk = client(QStringLiteral("desk"));
    const auto first = repository_->backUp(desk, {{"a/file", "1"}});
    VERIFY_OK(first);
    const auto second = repository_->backUp(desk, {{"b/file", "2"}});
    VERIFY_OK(second);
    VERIFY_OK(repository_->appliance().forgetPoints({*first}));
    const auto row = repository_->appliance().catalogue().point(*second);
    VERIFY_OK(row);
    repository_->close();
    for (const auto &file : repository_->disk().files()) {
        if (file.endsWith(QStringLiteral(".dtf")))
            repository_->disk().flip(file, 96 + 32 + 20);
    }
    const auto before = repository_->disk().files();
    VERIFY_OK(repository_->open());
    const auto report = repository_->reclaim();
    VERIFY_FAILS(ErrorKind::Damaged, report);
    QVERIFY2(report.error().text().contains(QStringLiteral("point %1").arg(second->value)),
             qPrintable(report.error().text()));
}

void TestReclaim::aLostTreeFileThatItWroteKeepsNothingFromStarting()
{
    const auto desk = client(QStringLiteral("desk"));
    const auto lease = repository_->beginLease(desk);
    VERIFY_OK(lease);
    const auto point = repository_->appliance().reservePointId();
    VERIFY_OK(point);
    Files many;
    for (int i = 0; i < 300; ++i)
        many["folder" + QByteArray::number(i) + "/file"] = QByteArray::number(i);
    {
        PointBuilder builder(repository_->store(), *lease);
        (void)builder.tree(many); // sent, and not part of the point
        const auto tree = builder.tree({{"only", "this"}});
        VERIFY_OK(builder.commit(repository_->appliance().commitContext(), *point, tree));
    }
    repository_->appliance().leases().end(lease->id);
    const auto before = repository_->appliance().catalogue().point(*point).value()->dtf;
    VERIFY_OK(repository_->reclaim());
    QVERIFY(repository_->appliance().catalogue().point(*point).value()->dtf != before);
    const auto containers = repository_->appliance().catalogue().containers();
    VERIFY_OK(containers);
    for (const auto &container : *containers)
        QVERIFY(container.committed);
    repository_->close();
    for (const auto &file : repository_->disk().files()) {
        if (file.endsWith(QStringLiteral(".dtf")))
            repository_->disk().erase(file);
    }
    VERIFY_OK(repository_->open());
    const auto verified = repository_->verify();
    VERIFY_OK(verified);
    QVERIFY(!verified->damages.empty());
    QCOMPARE(repository_->appliance().catalogue().points(std::nullopt)->size(), 1U);
    VERIFY_OK(repository_->reopen());
}

void TestReclaim::recordsOfGoneFilesAreDropped()
{
    const auto desk = client(QStringLiteral("desk"));
    const auto first = repository_->backUp(desk, {{"a", "1"}, {"b", "2"}, {"c", "3"}});
    VERIFY_OK(first);
    VERIFY_OK(repository_->backUp(desk, {{"a", "1"}}));
    QCOMPARE(repository_->appliance().rfe().size(), 3U);
    VERIFY_OK(repository_->appliance().forgetPoints({*first}));
    VERIFY_OK(repository_->reclaim());
    QCOMPARE(repository_->appliance().rfe().size(), 1U);
    VERIFY_OK(repository_->reopen());
    QCOMPARE(repository_->appliance().rfe().size(), 1U);
}

void TestReclaim::aCopyThatWasNotTakenOverIsNoBurden()
{
    // What a reclaim leaves that was stopped after it had copied: second copies of everything.
    const auto desk = client(QStringLiteral("desk"));
    Files files{{"a", randomBytes(1, 60'000)}, {"b", randomBytes(2, 200'000)}};
    const auto point = repository_->backUp(desk, files);
    VERIFY_OK(point);
    const auto before = repository_->store().storedBytes();
    {
        PointBuilder copies(repository_->store(), Lease{.client = desk});
        copies.setClaims(false);
        (void)copies.tree(files);
        VERIFY_OK(copies.flush());
        VERIFY_OK(copies.writer().publish(std::nullopt));
    }
    QVERIFY(repository_->store().storedBytes() > before * 3 / 2);
    VERIFY_OK(repository_->reclaim());
    QVERIFY(double(repository_->store().storedBytes()) < 1.1 * double(before));
    checkAll({{*point, files}});
    VERIFY_OK(repository_->reopen());
    checkAll({{*point, files}});
}

void TestReclaim::oneAtATime()
{
    // While one waits for a lease, another is told.
    const auto desk = client(QStringLiteral("desk"));
    const auto point = repository_->backUp(desk, {{"a", "1"}});
    VERIFY_OK(point);
    VERIFY_OK(repository_->backUp(desk, {{"a", "2"}}));
    VERIFY_OK(repository_->appliance().forgetPoints({*point}));
    const auto lease = repository_->beginLease(desk);
    VERIFY_OK(lease);
    std::atomic<bool> isDone = false;
    std::thread first([&] { isDone = repository_->reclaim().has_value(); });
    const auto name = repository_->store().digester().chunk("1");
    QTRY_VERIFY(!repository_->store().find(name)->has_value());
    VERIFY_FAILS(ErrorKind::Busy, repository_->reclaim(true));
    repository_->appliance().leases().end(lease->id);
    first.join();
    QVERIFY(isDone);
}

QTEST_GUILESS_MAIN(TestReclaim)
#include "tst_reclaim.moc"
