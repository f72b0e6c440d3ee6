#include "catalogue/engine_test.h"
#include "catalogue/migrations.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace backspool;
using namespace backspool::catalogue;

class TestMigrations : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestDatabase> database_;

    /// Works on the bare database, which nobody else has open.
    template <class Work> auto withConnection(Work work)
    {
        auto connection = Connection::open(database_->options());
        if (!connection)
            qFatal("%s", qUtf8Printable(connection.error().text()));
        return work(**connection);
    }

    static Result<qint64> numberIn(Connection &connection, const QString &sql)
    {
        auto found = TRY(connection.run(sql));
        if (!TRY(found.next()))
            return -1;
        return found.value(0).toLongLong();
    }
    static Result<qint64> version(Connection &connection)
    {
        return numberIn(connection, QStringLiteral("SELECT version FROM schema_version"));
    }

    /// A second step, after the first that was shipped.
    static std::vector<Migration> withSecondStep(const Connection &connection)
    {
        auto steps = migrations(connection.dialect());
        steps.push_back({QStringLiteral("ALTER TABLE clients ADD COLUMN note TEXT"),
                         QStringLiteral("UPDATE clients SET note = name")});
        return steps;
    }

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<TestEngine>("engine");
        for (const auto &[engine, name] : testEngines())
            QTest::newRow(name) << engine;
    }
    void init()
    {
        QFETCH_GLOBAL(TestEngine, engine);
        database_ = std::make_unique<TestDatabase>(engine);
    }
    void cleanup() { database_.reset(); }
    void cleanupTestCase() { TestDatabase::stopServer(); }

    void aNewDatabaseGetsTheNewestSchema()
    {
        database_->open();
        withConnection([](Connection &connection) {
            QCOMPARE(VALUE(version(connection)), qint64(migrations(connection.dialect()).size()));
        });
    }

    void anOlderSchemaIsBroughtUpToDateWithItsRows()
    {
        SUCCEEDS(database_->open()->addClient(QStringLiteral("laptop"), sampleTime(1)));
        withConnection([](Connection &connection) {
            SUCCEEDS(migrate(connection, withSecondStep(connection)));
            QCOMPARE(VALUE(version(connection)), qint64(2));
            QCOMPARE(VALUE(numberIn(connection, QStringLiteral("SELECT COUNT(*) FROM clients WHERE note = 'laptop'"))),
                     qint64(1));
            SUCCEEDS(migrate(connection, withSecondStep(connection)));
            QCOMPARE(VALUE(version(connection)), qint64(2));
        });
    }

    void aStepThatFailsLeavesTheSchemaBefore()
    {
        SUCCEEDS(database_->open()->addClient(QStringLiteral("laptop"), sampleTime(1)));
        withConnection([](Connection &connection) {
            auto steps = withSecondStep(connection);
            steps.back().push_back(QStringLiteral("this is no SQL"));
            const auto status = migrate(connection, steps);
            QVERIFY(!status);
            QVERIFY(status.error().text().contains(QStringLiteral("schema 2")));
            QCOMPARE(VALUE(version(connection)), qint64(1));
            QVERIFY(!connection.run(QStringLiteral("SELECT note FROM clients")));
        });
        QCOMPARE(VALUE(database_->open()->clients()).size(), size_t(1));
        withConnection([](Connection &connection) { SUCCEEDS(migrate(connection, withSecondStep(connection))); });
    }

    void aFirstStepThatFailsLeavesNothing()
    {
        withConnection([](Connection &connection) {
            auto steps = migrations(connection.dialect());
            steps.front().push_back(QStringLiteral("this is no SQL"));
            QVERIFY(!migrate(connection, steps));
        });
        SUCCEEDS(database_->open()->addClient(QStringLiteral("laptop"), sampleTime(1)));
    }

    void aNewerSchemaIsRefusedAndLeftAlone()
    {
        database_->open();
        withConnection([](Connection &connection) { SUCCEEDS(migrate(connection, withSecondStep(connection))); });
        const auto opened = Catalogue::open(database_->options());
        FAILS_WITH(ErrorKind::Unsupported, opened);
        QVERIFY(opened.error().text().contains(QStringLiteral("newer")));
        withConnection([](Connection &connection) { QCOMPARE(VALUE(version(connection)), qint64(2)); });
    }

    void aWrongSchemaVersionIsDamaged_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("none") << QStringLiteral("DELETE FROM schema_version");
        QTest::newRow("two") << QStringLiteral("INSERT INTO schema_version VALUES (1)");
        QTest::newRow("zero") << QStringLiteral("UPDATE schema_version SET version = 0");
        QTest::newRow("negative") << QStringLiteral("UPDATE schema_version SET version = -1");
    }
    void aWrongSchemaVersionIsDamaged()
    {
        QFETCH(QString, sql);
        database_->open();
        withConnection([&](Connection &connection) { SUCCEEDS(connection.execute(sql)); });
        FAILS_WITH(ErrorKind::Damaged, Catalogue::open(database_->options()));
    }

    void aDatabaseWithoutTheTablesOfItsVersionIsDamaged()
    {
        database_->open();
        withConnection(
            [&](Connection &connection) { SUCCEEDS(connection.execute(QStringLiteral("DROP TABLE points"))); });
        const auto catalogue = database_->open();
        const auto points = catalogue->points(std::nullopt);
        FAILS_WITH(ErrorKind::Damaged, points);
        QVERIFY(points.error().text().contains(QStringLiteral("rebuild")));
    }

    void theDatabaseOfAnotherProgramIsNotTouched()
    {
        QFETCH_GLOBAL(TestEngine, engine);
        withConnection([](Connection &connection) {
            SUCCEEDS(connection.execute(QStringLiteral("CREATE TABLE recipes (name TEXT)")));
        });
        const auto opened = Catalogue::open(database_->options());
        // A server's database may be shared with others; a file is ours alone.
        QCOMPARE(opened.has_value(), engine == TestEngine::PostgreSql);
        if (!opened)
            FAILS_WITH(ErrorKind::Damaged, opened);
    }

    void theFirstSchemaIsAsItWasShipped()
    {
        // A shipped step must never change. When this fails, add a step in place of changing one.
        QFETCH_GLOBAL(TestEngine, engine);
        if (engine != TestEngine::Sqlite)
            return;
        QFile golden(QFINDTESTDATA("golden/schema_1.sql"));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        withConnection([&](Connection &connection) {
            QByteArray text;
            const auto steps = migrations(connection.dialect());
            for (const auto &statement : steps[0])
                text += statement.toUtf8() + ";\n";
            QCOMPARE(text, golden.readAll());
        });
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
