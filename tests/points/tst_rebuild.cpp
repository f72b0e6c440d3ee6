#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

#include <set>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

namespace {

/// What a catalogue says, without the numbers of containers (a rebuild gives new ones).
struct Said
{
    std::set<QByteArray> points;
    std::set<QByteArray> containers;
    std::set<QByteArray> clients;
    bool operator==(const Said &) const = default;
};

QByteArray line(std::initializer_list<QByteArray> parts)
{
    return QList<QByteArray>(parts).join('|');
}

QByteArray number(uint64_t value)
{
    return QByteArray::number(qulonglong(value));
}

Result<Said> say(catalogue::Catalogue &catalogue)
{
    Said said;
    std::map<ContainerId, QByteArray> names;
    for (const auto &row : TRY(catalogue.containers())) {
        names[row.id] = format::toHex(row.uuid);
        said.containers.insert(
            line({names[row.id], number(uint64_t(row.kind)), number(uint64_t(row.area)), number(uint64_t(row.state)),
                  number(row.client.value), number(row.lease.value), row.committed ? "committed" : "", number(row.size),
                  number(row.objectCount), number(uint64_t(unixSeconds(row.created)))}));
    }
    for (const auto &row : TRY(catalogue.points(std::nullopt)))
        said.points.insert(line({number(row.id.value), number(row.client.value), number(row.lease.value),
                                 number(row.base.value), number(uint64_t(unixSeconds(row.started))),
                                 number(uint64_t(unixSeconds(row.ended))), row.zone.toUtf8(), row.host.toUtf8(),
                                 names[row.dtf], row.root.toHex(), row.hints.toHex(), number(row.statistics.files),
                                 row.systemInformation.signature.toHex(), number(row.systemInformation.size)}));
    for (const auto &row : TRY(catalogue.clients()))
        said.clients.insert(
            line({number(row.id.value), row.name.toUtf8(), row.certificate.toHex(), row.revoked ? "revoked" : ""}));
    return said;
}

} // namespace

class TestRebuild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { repository_.reset(); }
    void theCatalogueIsAsItWas();
    void theCatalogueIsAsItWasAfterAReclaim();
    void readsIndexesAndTreesOnly();
    void numbersAreNeverGivenAgain();
    void forgottenPointsStayForgotten();
    void aDamagedContainerIsToldAndTheRestIsThere_data();
    void aDamagedContainerIsToldAndTheRestIsThere();
    void aLostTreeFileComesFromItsSecondCopy();
    void aRebuildThatWasStoppedMustBeRunAgain();
    void aDamagedCatalogueIsSetAside();
    void theIndexOfRedundantFilesIsMadeAgain();

private:
    void fill();
    QString anyFile(const QString &suffix, const QString &folder = QStringLiteral("/full/"));
    std::unique_ptr<Repository> repository_;
    std::map<PointId, Files> model_;
    std::vector<ClientId> clients_;
};

void TestRebuild::init()
{
    model_.clear();
    clients_.clear();
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
}

void TestRebuild::fill()
{
    for (const char *name : {"desk", "laptop"}) {
        const auto client = repository_->addClient(QString::fromLatin1(name));
        VERIFY_OK(client);
        clients_.push_back(*client);
        VERIFY_OK(repository_->appliance().setCertificate(*client, QByteArray("certificate of ") + name));
    }
    VERIFY_OK(repository_->appliance().revokeClient(QStringLiteral("laptop")));
    std::mt19937 random(9);
    auto files = randomFiles(random, 60);
    for (size_t i = 0; i < 8; ++i) {
        const auto point = repository_->backUp(clients_[i % 2], files);
        VERIFY_OK(point);
        model_[*point] = files;
        changeFiles(random, files);
    }
    // And a session that came to nothing.
    const auto lease = repository_->beginLease(clients_[0]);
    VERIFY_OK(lease);
    {
        PointBuilder builder(repository_->store(), *lease);
        builder.chunk("of no point");
        VERIFY_OK(builder.flush());
    }
    repository_->appliance().leases().end(lease->id);
}

QString TestRebuild::anyFile(const QString &suffix, const QString &folder)
{
    for (const auto &file : repository_->disk().files()) {
        if (file.endsWith(suffix) && file.contains(folder))
            return file;
    }
    return {};
}

void TestRebuild::theCatalogueIsAsItWas()
{
    fill();
    const auto before = say(repository_->appliance().catalogue());
    VERIFY_OK(before);
    repository_->loseCatalogue();
    VERIFY_FAILS(ErrorKind::Damaged, repository_->open());
    const auto report = repository_->rebuild();
    VERIFY_OK(report);
    QCOMPARE(report->points, model_.size());
    QCOMPARE(report->clients, 2U);
    QCOMPARE(report->containers, before->containers.size());
    QVERIFY(report->damages.empty());
    VERIFY_OK(repository_->open());
    const auto after = say(repository_->appliance().catalogue());
    VERIFY_OK(after);
    QCOMPARE(after->clients, before->clients);
    QCOMPARE(after->points, before->points);
    QCOMPARE(after->containers, before->containers);
    for (const auto &[point, files] : model_) {
        const auto read = repository_->read(point);
        VERIFY_OK(read);
        QCOMPARE(*read, files);
    }
    VERIFY_OK(repository_->appliance().catalogue().checkIntegrity());
}

void TestRebuild::theCatalogueIsAsItWasAfterAReclaim()
{
    fill();
    std::vector<PointId> forgotten;
    for (const auto &[point, files] : model_) {
        if (point.value % 3 != 0)
            forgotten.push_back(point);
    }
    VERIFY_OK(repository_->appliance().forgetPoints(forgotten));
    VERIFY_OK(repository_->reclaim());
    const auto before = say(repository_->appliance().catalogue());
    VERIFY_OK(before);
    repository_->loseCatalogue();
    VERIFY_OK(repository_->rebuild());
    VERIFY_OK(repository_->open());
    const auto after = say(repository_->appliance().catalogue());
    VERIFY_OK(after);
    QCOMPARE(after->points, before->points);
    QCOMPARE(after->clients, before->clients);
    QCOMPARE(after->containers.size(), before->containers.size());
}

void TestRebuild::readsIndexesAndTreesOnly()
{
    const auto client = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(client);
    VERIFY_OK(repository_->backUp(*client, {{"large", randomBytes(1, 8'000'000)}}));
    repository_->loseCatalogue();
    const auto report = repository_->rebuild();
    VERIFY_OK(report);
    QVERIFY2(report->bytesRead > 0 && report->bytesRead < 100'000, qPrintable(QString::number(report->bytesRead)));
}

void TestRebuild::numbersAreNeverGivenAgain()
{
    fill();
    auto &appliance = repository_->appliance();
    PointId lastPoint;
    LeaseId lastLease;
    // Also those that nothing in the store tells of.
    for (int i = 0; i < 2500; ++i) {
        lastPoint = *appliance.reservePointId();
        lastLease = *appliance.reserveLeaseId();
    }
    repository_->loseCatalogue();
    VERIFY_OK(repository_->rebuild());
    VERIFY_OK(repository_->open());
    QVERIFY(*repository_->appliance().reservePointId() > lastPoint);
    QVERIFY(*repository_->appliance().reserveLeaseId() > lastLease);
    const auto client = repository_->addClient(QStringLiteral("third"));
    VERIFY_OK(client);
    QVERIFY(*client > clients_.back());
}

void TestRebuild::forgottenPointsStayForgotten()
{
    fill();
    const auto forgotten = model_.begin()->first;
    VERIFY_OK(repository_->appliance().forgetPoints({forgotten}));
    repository_->loseCatalogue();
    const auto report = repository_->rebuild();
    VERIFY_OK(report);
    QCOMPARE(report->points, model_.size() - 1);
    VERIFY_OK(repository_->open());
    QVERIFY(!repository_->appliance().catalogue().point(forgotten)->has_value());
}

void TestRebuild::aDamagedContainerIsToldAndTheRestIsThere_data()
{
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<qsizetype>("at"); // negative: from the end
    QTest::newRow("header of a BDF") << ".bdf" << qsizetype(20);
    QTest::newRow("index of a BDF") << ".bdf" << qsizetype(-100);
    QTest::newRow("footer of a BDF") << ".bdf" << qsizetype(-10);
    QTest::newRow("header of a DTF") << ".dtf" << qsizetype(20);
    QTest::newRow("index of a DTF") << ".dtf" << qsizetype(-100);
    QTest::newRow("footer of a DTF") << ".dtf" << qsizetype(-10);
}

void TestRebuild::aDamagedContainerIsToldAndTheRestIsThere()
{
    QFETCH(QString, suffix);
    QFETCH(qsizetype, at);
    fill();
    repository_->loseCatalogue();
    const auto file = anyFile(suffix);
    repository_->disk().flip(file, at < 0 ? repository_->disk().content(file).size() + at : at);
    const auto report = repository_->rebuild();
    VERIFY_OK(report);
    QCOMPARE(report->damages.size(), 1U);
    QVERIFY(report->damages.front().contains(file.section(QLatin1Char('/'), -1)));
    QCOMPARE(report->points, model_.size());
    VERIFY_OK(repository_->open());
    for (const auto &[point, files] : model_) {
        const auto read = repository_->read(point);
        VERIFY_OK(read);
        QCOMPARE(*read, files);
    }
}

void TestRebuild::aLostTreeFileComesFromItsSecondCopy()
{
    fill();
    repository_->loseCatalogue();
    repository_->disk().erase(anyFile(QStringLiteral(".dtf")));
    const auto report = repository_->rebuild();
    VERIFY_OK(report);
    QCOMPARE(report->points, model_.size());
    VERIFY_OK(repository_->open());
    for (const auto &[point, files] : model_) {
        const auto read = repository_->read(point);
        VERIFY_OK(read);
        QCOMPARE(*read, files);
    }
}

void TestRebuild::aRebuildThatWasStoppedMustBeRunAgain()
{
    fill();
    repository_->loseCatalogue();
    CancelToken cancel;
    cancel.cancel();
    NoProgress progress;
    VERIFY_FAILS(ErrorKind::Cancelled, appliance::Appliance::rebuild(repository_->options(), progress, cancel));
    const auto opened = repository_->open();
    VERIFY_FAILS(ErrorKind::Damaged, opened);
    QVERIFY(opened.error().text().contains(QStringLiteral("backspoold rebuild")));
    VERIFY_OK(repository_->rebuild());
    VERIFY_OK(repository_->open());
}

void TestRebuild::aDamagedCatalogueIsSetAside()
{
    // With the catalogue as a real file.
    repository_ = std::make_unique<Repository>();
    repository_->options().database = {};
    VERIFY_OK(repository_->open());
    fill();
    repository_->close();
    const auto path = repository_->dataFolder() + QStringLiteral("/catalogue.sqlite");
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no database at all, but long enough to be taken for one by its size");
    file.close();
    QVERIFY(!repository_->open());
    const auto report = repository_->rebuild();
    VERIFY_OK(report);
    QCOMPARE(report->points, model_.size());
    QVERIFY(QFile::exists(path + QStringLiteral(".damaged")));
    VERIFY_OK(repository_->open());
}

void TestRebuild::theIndexOfRedundantFilesIsMadeAgain()
{
    const auto client = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(client);
    VERIFY_OK(repository_->backUp(
        *client, {{"a", "1"}, {"folder/b", "2"}, {"folder/c", randomBytes(1, 100'000)}, {"empty", ""}}));
    QCOMPARE(repository_->appliance().rfe().size(), 3U);
    repository_->close();
    for (const auto &file : repository_->disk().files()) {
        if (file.contains(QStringLiteral("/index/rfe/")))
            repository_->disk().flip(file, 20);
    }
    VERIFY_OK(repository_->open());
    QCOMPARE(repository_->appliance().rfe().size(), 3U);
    QVERIFY(!repository_->appliance().rfe().needsRebuild());
}

QTEST_GUILESS_MAIN(TestRebuild)
#include "tst_rebuild.moc"
