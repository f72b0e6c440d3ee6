#include "support/repository.h"
#include "support/verify_ok.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace backspool;
using namespace backspool::test;
using appliance::Appliance;

class TestAppliance : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { repository_.reset(); }
    void theFirstStartMakesEverything();
    void aSecondStartFindsTheSame();
    void onlyOneProcessWorksOnIt();
    void aStoreWithoutItsKeyAsksForIt();
    void aStoreWithoutItsCatalogueAsksForARebuild();
    void aLostCatalogueOfAnEmptyStoreIsMadeAgain();
    void aStoreWithoutItsStateIsNotTakenForNew();
    void keyStoreAndCatalogueAreOfOneRepository();
    void clientsAreAddedOnce();
    void namesOfClientsAreChecked_data();
    void namesOfClientsAreChecked();
    void aCertificateBindsToOneClient();
    void aNewCertificateTakesThePlaceOfTheOld();
    void revokedClientsStayRevoked();
    void forgettingIsAllOrNothing();
    void theNewestPointMayBeForgotten();
    void theStateObjectWins();
    void worksOnARealDisk();

private:
    trust::State state();
    void save(const trust::State &state);
    std::unique_ptr<Repository> repository_;
};

void TestAppliance::init()
{
    repository_ = std::make_unique<Repository>();
    VERIFY_OK(repository_->open());
}

trust::State TestAppliance::state()
{
    trust::StateStore states(repository_->disk(), repository_->storeFolder(), repository_->appliance().key().key,
                             repository_->clock());
    auto state = states.load();
    if (!state)
        qFatal("%s", qPrintable(state.error().text()));
    return *std::move(state);
}

void TestAppliance::save(const trust::State &state)
{
    trust::StateStore states(repository_->disk(), repository_->storeFolder(), repository_->appliance().key().key,
                             repository_->clock());
    VERIFY_OK(states.save(state));
}

void TestAppliance::theFirstStartMakesEverything()
{
    auto &appliance = repository_->appliance();
    QVERIFY(appliance.isNew());
    const QFileInfo key(repository_->dataFolder() + QStringLiteral("/keys/repository.key"));
    QVERIFY(key.exists());
    QCOMPARE(key.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(!appliance.authority().certifiedKey().certificate.isEmpty());
    QVERIFY(!appliance.serverCertificate().certificate.isEmpty());
    QCOMPARE(state().repository, appliance.key().repository);
    QVERIFY(appliance.catalogue().clients()->empty());
    QCOMPARE(appliance.store().objectCount(), 0U);
    QVERIFY(appliance.domainSecret() == codec::deriveKey(appliance.key().key, {}, "backspool domain 0"));
}

void TestAppliance::aSecondStartFindsTheSame()
{
    const auto repository = repository_->appliance().key().repository;
    const auto authority = repository_->appliance().authority().certifiedKey().certificate;
    const auto server = repository_->appliance().serverCertificate().certificate;
    const auto first = repository_->appliance().reservePointId();
    VERIFY_OK(repository_->reopen());
    QVERIFY(!repository_->appliance().isNew());
    QCOMPARE(repository_->appliance().key().repository, repository);
    QCOMPARE(repository_->appliance().authority().certifiedKey().certificate, authority);
    QCOMPARE(repository_->appliance().serverCertificate().certificate, server);
    // A start uses no number up.
    QCOMPARE(repository_->appliance().reservePointId()->value, first->value + 1);
}

void TestAppliance::onlyOneProcessWorksOnIt()
{
    VERIFY_FAILS(ErrorKind::Busy, Appliance::open(repository_->options()));
    NoProgress progress;
    VERIFY_FAILS(ErrorKind::Busy, Appliance::rebuild(repository_->options(), progress, CancelToken()));
    repository_->close();
    VERIFY_OK(repository_->open());
}

void TestAppliance::aStoreWithoutItsKeyAsksForIt()
{
    repository_->close();
    const auto path = repository_->dataFolder() + QStringLiteral("/keys/repository.key");
    QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
    const auto opened = repository_->open();
    VERIFY_FAILS(ErrorKind::NotFound, opened);
    QVERIFY(opened.error().text().contains(QStringLiteral("key import")));
    QVERIFY(!QFile::exists(path));
    VERIFY_FAILS(ErrorKind::NotFound, repository_->rebuild());
    QVERIFY(QFile::rename(path + QStringLiteral(".away"), path));
    VERIFY_OK(repository_->open());
}

void TestAppliance::aStoreWithoutItsCatalogueAsksForARebuild()
{
    const auto client = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(client);
    VERIFY_OK(repository_->backUp(*client, {{"a", "1"}}));
    repository_->loseCatalogue();
    for (int i = 0; i < 2; ++i) {
        const auto opened = repository_->open();
        VERIFY_FAILS(ErrorKind::Damaged, opened);
        QVERIFY(opened.error().text().contains(QStringLiteral("backspoold rebuild")));
    }
}

void TestAppliance::aLostCatalogueOfAnEmptyStoreIsMadeAgain()
{
    VERIFY_OK(repository_->addClient(QStringLiteral("desk")));
    repository_->loseCatalogue();
    VERIFY_OK(repository_->open());
    QCOMPARE(repository_->appliance().catalogue().clients()->size(), 1U);
}

void TestAppliance::aStoreWithoutItsStateIsNotTakenForNew()
{
    const auto client = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(client);
    VERIFY_OK(repository_->backUp(*client, {{"a", "1"}}));
    repository_->close();
    for (const auto &file : repository_->disk().files()) {
        if (file.endsWith(QStringLiteral(".state")))
            repository_->disk().erase(file);
    }
    VERIFY_FAILS(ErrorKind::Damaged, repository_->open());
}

void TestAppliance::keyStoreAndCatalogueAreOfOneRepository()
{
    Repository other;
    VERIFY_OK(other.open());
    const auto file = QStringLiteral("/keys/repository.key");
    repository_->close();
    other.close();
    QVERIFY(QFile::remove(repository_->dataFolder() + file));
    QVERIFY(QFile::copy(other.dataFolder() + file, repository_->dataFolder() + file));
    // It cannot even open the state object.
    QVERIFY(!repository_->open());
    // A catalogue of another repository.
    QVERIFY(other.open().has_value());
    VERIFY_OK(other.appliance().catalogue().setSetting(QStringLiteral("appliance.repository"), "somebody else's"));
    other.close();
    VERIFY_FAILS(ErrorKind::Invalid, other.open());
}

void TestAppliance::clientsAreAddedOnce()
{
    auto &appliance = repository_->appliance();
    const auto added = appliance.addClient(QStringLiteral("desk"), false);
    VERIFY_OK(added);
    VERIFY_FAILS(ErrorKind::Exists, appliance.addClient(QStringLiteral("desk"), false));
    VERIFY_FAILS(ErrorKind::NotFound, appliance.addClient(QStringLiteral("laptop"), true));
    const auto replaced = appliance.addClient(QStringLiteral("desk"), true);
    VERIFY_OK(replaced);
    QCOMPARE(replaced->id, added->id);
    QCOMPARE(state().clients.size(), 1U);
    QCOMPARE(state().clients.front().name, QStringLiteral("desk"));
}

void TestAppliance::namesOfClientsAreChecked_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << QString();
    QTest::newRow("space before") << QStringLiteral(" a");
    QTest::newRow("a line") << QStringLiteral("a\nb");
    QTest::newRow("a slash") << QStringLiteral("a/b");
    QTest::newRow("long") << QString(65, QLatin1Char('a'));
}

void TestAppliance::namesOfClientsAreChecked()
{
    QFETCH(QString, name);
    VERIFY_FAILS(ErrorKind::Invalid, repository_->appliance().addClient(name, false));
    VERIFY_OK(repository_->appliance().addClient(QStringLiteral("Jürgens Büro-PC 2"), false));
}

void TestAppliance::aCertificateBindsToOneClient()
{
    auto &appliance = repository_->appliance();
    const auto desk = repository_->addClient(QStringLiteral("desk"));
    const auto laptop = repository_->addClient(QStringLiteral("laptop"));
    VERIFY_OK(appliance.setCertificate(*desk, "certificate"));
    VERIFY_FAILS(ErrorKind::Exists, appliance.setCertificate(*laptop, "certificate"));
    VERIFY_FAILS(ErrorKind::NotFound, appliance.setCertificate(ClientId{99}, "another"));
    const auto found = appliance.catalogue().clientByCertificate(trust::certificateFingerprint("certificate"));
    QCOMPARE((*found)->id, *desk);
}

void TestAppliance::aNewCertificateTakesThePlaceOfTheOld()
{
    auto &appliance = repository_->appliance();
    const auto desk = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(appliance.setCertificate(*desk, "one"));
    VERIFY_OK(appliance.setCertificate(*desk, "two"));
    QVERIFY(!appliance.catalogue().clientByCertificate(trust::certificateFingerprint("one"))->has_value());
    QCOMPARE(state().clients.front().certificate, trust::certificateFingerprint("two"));
}

void TestAppliance::revokedClientsStayRevoked()
{
    auto &appliance = repository_->appliance();
    const auto desk = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(appliance.setCertificate(*desk, "one"));
    VERIFY_FAILS(ErrorKind::NotFound, appliance.revokeClient(QStringLiteral("laptop")));
    VERIFY_OK(appliance.revokeClient(QStringLiteral("desk")));
    QVERIFY(state().clients.front().revoked);
    VERIFY_OK(repository_->reopen());
    QVERIFY((*repository_->appliance().catalogue().clientById(*desk))->revoked);
    // Until it enrols again.
    VERIFY_OK(repository_->appliance().setCertificate(*desk, "two"));
    QVERIFY(!state().clients.front().revoked);
    QVERIFY(!(*repository_->appliance().catalogue().clientById(*desk))->revoked);
}

void TestAppliance::forgettingIsAllOrNothing()
{
    const auto desk = repository_->addClient(QStringLiteral("desk"));
    const auto first = repository_->backUp(*desk, {{"a", "1"}});
    VERIFY_OK(first);
    const auto second = repository_->backUp(*desk, {{"a", "2"}});
    VERIFY_OK(second);
    VERIFY_FAILS(ErrorKind::NotFound, repository_->appliance().forgetPoints({*first, PointId{77}}));
    QVERIFY(repository_->appliance().catalogue().point(*first)->has_value());
    QVERIFY(state().forgotten.empty());
    VERIFY_OK(repository_->appliance().forgetPoints({*first, *first}));
    QVERIFY(!repository_->appliance().catalogue().point(*first)->has_value());
    QCOMPARE(state().forgotten, std::set<PointId>{*first});
}

void TestAppliance::theNewestPointMayBeForgotten()
{
    const auto desk = repository_->addClient(QStringLiteral("desk"));
    const auto only = repository_->backUp(*desk, {{"a", "1"}});
    VERIFY_OK(only);
    VERIFY_OK(repository_->appliance().forgetPoints({*only}));
    QVERIFY(repository_->appliance().catalogue().points(std::nullopt)->empty());
}

void TestAppliance::theStateObjectWins()
{
    // As if the service had ended between the state object and the catalogue.
    const auto desk = repository_->addClient(QStringLiteral("desk"));
    VERIFY_OK(repository_->appliance().setCertificate(*desk, "one"));
    const auto first = repository_->backUp(*desk, {{"a", "1"}});
    VERIFY_OK(first);
    VERIFY_OK(repository_->backUp(*desk, {{"a", "2"}}));
    auto next = state();
    next.clients.front().revoked = true;
    next.forgotten.insert(*first);
    save(next);
    // And one the other way round: a client that the state object does not have.
    VERIFY_OK(repository_->appliance().catalogue().addClient(QStringLiteral("new"), repository_->clock().now()));
    VERIFY_OK(repository_->reopen());
    QVERIFY((*repository_->appliance().catalogue().clientById(*desk))->revoked);
    QVERIFY(!repository_->appliance().catalogue().point(*first)->has_value());
    QCOMPARE(repository_->appliance().catalogue().points(std::nullopt)->size(), 1U);
    QCOMPARE(state().clients.size(), 2U);
}

void TestAppliance::worksOnARealDisk()
{
    QTemporaryDir folder;
    appliance::ApplianceOptions options;
    options.dataFolder = folder.filePath(QStringLiteral("data/inner"));
    options.settings.reserve = 0;
    for (int start = 0; start < 2; ++start) {
        const auto appliance = Appliance::open(options);
        VERIFY_OK(appliance);
        QCOMPARE((*appliance)->isNew(), start == 0);
        QCOMPARE((*appliance)->dataFolder(), options.dataFolder);
    }
    QVERIFY(QFile::exists(options.dataFolder + QStringLiteral("/catalogue.sqlite")));
    QVERIFY(QFileInfo(options.dataFolder + QStringLiteral("/store/state")).isDir());
}

QTEST_GUILESS_MAIN(TestAppliance)
#include "tst_appliance.moc"
