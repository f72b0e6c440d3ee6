#include "catalogue/engine_test.h"

using namespace backspool;
using namespace backspool::catalogue;

class TestCatalogueClients : public EngineTest
{
    Q_OBJECT

    /// Found in all three ways, the same as @p expected.
    bool isStored(const ClientRow &expected)
    {
        const auto byId = catalogue_->clientById(expected.id);
        const auto byName = catalogue_->clientByName(expected.name);
        const auto byCertificate = catalogue_->clientByCertificate(expected.certificate);
        return byId && *byId && equal(**byId, expected) && byName && *byName && equal(**byName, expected) &&
               (expected.certificate.isEmpty() ||
                (byCertificate && *byCertificate && equal(**byCertificate, expected)));
    }

private Q_SLOTS:
    void aNewClientIsFoundByNameAndNumber()
    {
        const auto client = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(1)));
        QCOMPARE(client.id, ClientId{1});
        QCOMPARE(client.name, QStringLiteral("laptop"));
        QVERIFY(client.created == sampleTime(1));
        QVERIFY(client.certificate.isEmpty());
        QVERIFY(!client.revoked);
        QVERIFY(client.lastSeen == WallTime{});
        QVERIFY(isStored(client));
        reopen();
        QVERIFY(isStored(client));
    }

    void whoIsNotThereIsNotFound()
    {
        QVERIFY(!VALUE(catalogue_->clientById({1})));
        QVERIFY(!VALUE(catalogue_->clientByName(QStringLiteral("laptop"))));
        QVERIFY(!VALUE(catalogue_->clientByCertificate("12345678901234567890123456789012")));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->setCertificate({1}, "x"));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->setRevoked({1}, true));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->setLastSeen({1}, sampleTime(1)));
    }

    void noTwoClientsHaveOneName()
    {
        const auto first = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(1)));
        const auto again = catalogue_->addClient(QStringLiteral("laptop"), sampleTime(2));
        FAILS_WITH(ErrorKind::Exists, again);
        QVERIFY(again.error().text().contains(QStringLiteral("laptop")));
        QVERIFY(isStored(first));
        QCOMPARE(VALUE(catalogue_->clients()).size(), size_t(1));
    }

    void anyNameIsKeptAsItIs_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("umlauts and more") << QStringLiteral("Zürich 東京 💾");
        QTest::newRow("SQL") << QStringLiteral("'); DROP TABLE clients; --");
        QTest::newRow("question marks") << QStringLiteral("? :a $1 \\");
        QTest::newRow("spaces") << QStringLiteral("  a b ");
        QTest::newRow("empty") << QString();
        QTest::newRow("long") << QString(100'000, u'x');
    }
    void anyNameIsKeptAsItIs()
    {
        QFETCH(QString, name);
        const auto client = VALUE(catalogue_->addClient(name, sampleTime(1)));
        QVERIFY(isStored(client));
    }

    void clientsAreListedInOrder()
    {
        for (const char *name : {"c", "a", "b"})
            SUCCEEDS(catalogue_->addClient(QLatin1StringView(name), sampleTime(1)));
        const auto clients = VALUE(catalogue_->clients());
        QCOMPARE(clients.size(), size_t(3));
        for (size_t i = 0; i < 3; ++i)
            QCOMPARE(clients[i].id, ClientId{uint32_t(i + 1)});
        QCOMPARE(clients[0].name, QStringLiteral("c"));
    }

    void aCertificateFindsItsClientAlsoWhenRevoked()
    {
        auto client = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(1)));
        client.certificate = QByteArray(32, '\0');
        SUCCEEDS(catalogue_->setCertificate(client.id, client.certificate));
        QVERIFY(isStored(client));
        SUCCEEDS(catalogue_->setRevoked(client.id, true));
        client.revoked = true;
        QVERIFY(isStored(client));
    }

    void aNewCertificateEndsARevocationAndTheOldOne()
    {
        auto client = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(1)));
        SUCCEEDS(catalogue_->setCertificate(client.id, QByteArray(32, 'a')));
        SUCCEEDS(catalogue_->setRevoked(client.id, true));
        client.certificate = QByteArray(32, 'b');
        SUCCEEDS(catalogue_->setCertificate(client.id, client.certificate));
        QVERIFY(isStored(client));
        QVERIFY(!VALUE(catalogue_->clientByCertificate(QByteArray(32, 'a'))));
    }

    void noTwoClientsHaveOneCertificate()
    {
        const auto first = VALUE(catalogue_->addClient(QStringLiteral("a"), sampleTime(1)));
        const auto second = VALUE(catalogue_->addClient(QStringLiteral("b"), sampleTime(1)));
        SUCCEEDS(catalogue_->setCertificate(first.id, QByteArray(32, 'a')));
        FAILS_WITH(ErrorKind::Exists, catalogue_->setCertificate(second.id, QByteArray(32, 'a')));
        QVERIFY(isStored(second));
    }

    void noCertificateIsNobodys()
    {
        SUCCEEDS(catalogue_->addClient(QStringLiteral("a"), sampleTime(1)));
        SUCCEEDS(catalogue_->addClient(QStringLiteral("b"), sampleTime(1)));
        QVERIFY(!VALUE(catalogue_->clientByCertificate({})));
    }

    void theTimeOfTheLastVisitIsKept()
    {
        auto client = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(1)));
        SUCCEEDS(catalogue_->setLastSeen(client.id, sampleTime(2)));
        client.lastSeen = sampleTime(2);
        QVERIFY(isStored(client));
    }

    void aClientPutBackIsInsertedOrReplaced()
    {
        ClientRow client{.id = {7},
                         .name = QStringLiteral("laptop"),
                         .created = sampleTime(1),
                         .certificate = QByteArray(32, 'a'),
                         .revoked = true,
                         .lastSeen = sampleTime(3)};
        SUCCEEDS(catalogue_->putClient(client));
        QVERIFY(isStored(client));
        client.name = QStringLiteral("desktop");
        client.certificate.clear();
        client.revoked = false;
        SUCCEEDS(catalogue_->putClient(client));
        QVERIFY(isStored(client));
        QCOMPARE(VALUE(catalogue_->clients()).size(), size_t(1));
        client.id = {8};
        FAILS_WITH(ErrorKind::Exists, catalogue_->putClient(client));
    }

    void noNumberIsGivenTwice()
    {
        SUCCEEDS(catalogue_->putClient({.id = {7}, .name = QStringLiteral("a")}));
        QCOMPARE(VALUE(catalogue_->addClient(QStringLiteral("b"), sampleTime(1))).id, ClientId{8});
        SUCCEEDS(catalogue_->clearForRebuild());
        QCOMPARE(VALUE(catalogue_->clients()).size(), size_t(0));
        QCOMPARE(VALUE(catalogue_->addClient(QStringLiteral("b"), sampleTime(1))).id, ClientId{9});
        SUCCEEDS(catalogue_->setCounters({}, {}, {20}));
        QCOMPARE(VALUE(catalogue_->addClient(QStringLiteral("c"), sampleTime(1))).id, ClientId{20});
    }

    void theGreatestNumberIsTheLast()
    {
        SUCCEEDS(catalogue_->putClient({.id = {0xffff'ffff}, .name = QStringLiteral("a")}));
        QCOMPARE(VALUE(catalogue_->clientByName(QStringLiteral("a")))->id, ClientId{0xffff'ffff});
        FAILS_WITH(ErrorKind::Damaged, catalogue_->addClient(QStringLiteral("b"), sampleTime(1)));
    }
};

QTEST_GUILESS_MAIN(TestCatalogueClients)
#include "tst_catalogue_clients.moc"
