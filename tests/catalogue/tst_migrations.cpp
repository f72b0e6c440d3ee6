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

    /// The version that withAnotherStep() comes to.
    static constexpr qint64 kAnother = 3;

    /// A step after those that were shipped.
    static std::vector<Migration> withAnotherStep(const Connection &connection)
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
            SUCCEEDS(migrate(connection, withAnotherStep(connection)));
            QCOMPARE(VALUE(version(connection)), kAnother);
            QCOMPARE(VALUE(numberIn(connection, QStringLiteral("SELECT COUNT(*) FROM clients WHERE note = 'laptop'"))),
                     qint64(1));
            SUCCEEDS(migrate(connection, withAnotherStep(connection)));
            QCOMPARE(VALUE(version(connection)), kAnother);
        });
    }

    void aStepThatFailsLeavesTheSchemaBefore()
    {
        SUCCEEDS(database_->open()->addClient(QStringLiteral("laptop"), sampleTime(1)));
        withConnection([](Connection &connection) {
            auto steps = withAnotherStep(connection);
            steps.back().push_back(QStringLiteral("this is no SQL"));
            const auto status = migrate(connection, steps);
            QVERIFY(!status);
            QVERIFY(status.error().text().contains(QStringLiteral("schema %1").arg(kAnother)));
            QCOMPARE(VALUE(version(connection)), kAnother - 1);
            QVERIFY(!connection.run(QStringLiteral("SELECT note FROM clients")));
        });
        QCOMPARE(VALUE(database_->open()->clients()).size(), size_t(1));
        withConnection([](Connection &connection) { SUCCEEDS(migrate(connection, withAnotherStep(connection))); });
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
        withConnection([](Connection &connection) { SUCCEEDS(migrate(connection, withAnotherStep(connection))); });
        const auto opened = Catalogue::open(database_->options());
        FAILS_WITH(ErrorKind::Unsupported, opened);
        QVERIFY(opened.error().text().contains(QStringLiteral("newer")));
        withConnection([](Connection &connection) { QCOMPARE(VALUE(version(connection)), kAnother); });
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

    void theSchemasAreAsTheyWereShipped_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("1") << 1;
        QTest::newRow("2") << 2;
    }
    void theSchemasAreAsTheyWereShipped()
    {
        QFETCH(int, number);
        // A shipped step must never change. When this fails, add a step in place of changing one.
        QFETCH_GLOBAL(TestEngine, engine);
        if (engine != TestEngine::Sqlite)
            return;
        QFile golden(QFileInfo(QFINDTESTDATA("golden/schema_1.sql")).path() +
                     QStringLiteral("/schema_%1.sql").arg(number));
        QVERIFY(golden.open(QIODevice::ReadOnly));
        withConnection([&](Connection &connection) {
            QByteArray text;
            const auto steps = migrations(connection.dialect());
            for (const auto &statement : steps[size_t(number - 1)])
                text += statement.toUtf8() + ";\n";
            QCOMPARE(text, golden.readAll());
        });
    }
};

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
