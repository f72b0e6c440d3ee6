/// What a catalogue holds after its process died, its disk was full, or its server went away.
#include "catalogue/connection.h"
#include "catalogue/engine_test.h"

#include <QDir>

using namespace backspool;
using namespace backspool::catalogue;

class TestCatalogueAtomicity : public QObject
{
    Q_OBJECT

    /// The files of the database as they are now, in @p folder: what a process that dies now leaves.
    static DatabaseOptions copyOf(const TestDatabase &database, const QTemporaryDir &folder)
    {
        const auto target = folder.filePath(QStringLiteral("copy.sqlite"));
        for (const auto *suffix : {"", "-journal", "-wal"}) {
            const auto name = database.path() + QLatin1StringView(suffix);
            if (QFile::exists(name) && !QFile::copy(name, target + QLatin1StringView(suffix)))
                qFatal("no copy of %s", qUtf8Printable(name));
        }
        return {.name = target};
    }

    /// Rows enough that SQLite writes some of them to the file before the commit.
    static Status addManyClients(Connection &connection)
    {
        for (int i = 10; i < 2000; ++i)
            TRY(connection.change(QStringLiteral("INSERT INTO clients VALUES (?, ?, 0, NULL, 0, 0)"),
                                  {number(uint64_t(i)), text(QString(200, u'x') + QString::number(i))}));
        return {};
    }

private Q_SLOTS:
    void whatWasNotCommittedWhenTheProcessDiedDidNotHappen()
    {
        const TestDatabase database;
        SUCCEEDS(database.open()->addClient(QStringLiteral("laptop"), sampleTime(1)));
        const QTemporaryDir folder;
        DatabaseOptions copy;
        {
            const auto connection = VALUE(Connection::open(database.options()));
            SUCCEEDS(connection->execute(QStringLiteral("PRAGMA cache_size = 5")));
            const auto died = connection->inTransaction([&]() -> Status {
                TRY(addManyClients(*connection));
                copy = copyOf(database, folder);
                return fail(ErrorKind::Cancelled, QStringLiteral("enough"));
            });
            FAILS_WITH(ErrorKind::Cancelled, died);
        }
        // Half of it is in the log, without the end that would make it true.
        QVERIFY(QFileInfo(copy.name + QStringLiteral("-wal")).size() > 100'000);
        for (const auto &options : {copy, database.options()}) {
            const auto catalogue = VALUE(Catalogue::open(options));
            SUCCEEDS(catalogue->checkIntegrity());
            const auto clients = VALUE(catalogue->clients());
            QCOMPARE(clients.size(), size_t(1));
            QCOMPARE(clients[0].name, QStringLiteral("laptop"));
        }
    }

    void whatWasCommittedWhenTheProcessDiedIsThere()
    {
        const TestDatabase database;
        const auto catalogue = database.open();
        for (int i = 0; i < 20; ++i) {
            SUCCEEDS(catalogue->addClient(QString::number(i), sampleTime(i)));
            const QTemporaryDir folder;
            const auto copy = VALUE(Catalogue::open(copyOf(database, folder)));
            SUCCEEDS(copy->checkIntegrity());
            QCOMPARE(VALUE(copy->clients()).size(), size_t(i + 1));
        }
    }

    void aFullDiskIsSaidAndChangesNothing()
    {
        const TestDatabase database;
        SUCCEEDS(database.open()->addClient(QStringLiteral("laptop"), sampleTime(1)));
        {
            const auto connection = VALUE(Connection::open(database.options()));
            SUCCEEDS(connection->execute(QStringLiteral("PRAGMA max_page_count = 20")));
            const auto full = connection->inTransaction([&] { return addManyClients(*connection); });
            FAILS_WITH(ErrorKind::NoSpace, full);
            QVERIFY(full.error().text().contains(QStringLiteral("Free space")));
        }
        const auto catalogue = database.open();
        SUCCEEDS(catalogue->checkIntegrity());
        QCOMPARE(VALUE(catalogue->clients()).size(), size_t(1));
    }

    void aSecondProcessIsRefused()
    {
        const TestDatabase database;
        auto first = database.open();
        auto options = database.options();
        options.connectOptions = QStringLiteral("QSQLITE_BUSY_TIMEOUT=10");
        FAILS_WITH(ErrorKind::Busy, Catalogue::open(options));
        SUCCEEDS(first->addClient(QStringLiteral("laptop"), sampleTime(1)));
        FAILS_WITH(ErrorKind::Busy, Catalogue::open(options));
        first.reset();
        QCOMPARE(VALUE(VALUE(Catalogue::open(options))->clients()).size(), size_t(1));
    }

    void aServerThatComesBackIsFoundAgain_data()
    {
        QTest::addColumn<bool>("hasServer");
        if (PostgresServer::isAvailable())
            QTest::newRow("PostgreSQL") << true;
        else
            QTest::newRow("no server here") << false;
    }
    void aServerThatComesBackIsFoundAgain()
    {
        QFETCH(bool, hasServer);
        if (!hasServer)
            return;
        PostgresServer server;
        QVERIFY(server.start());
        const auto options = server.newDatabase();
        const auto catalogue = VALUE(Catalogue::open(options));
        SUCCEEDS(catalogue->addClient(QStringLiteral("laptop"), sampleTime(1)));
        server.stop();
        FAILS_WITH(ErrorKind::Unreachable, catalogue->addClient(QStringLiteral("desktop"), sampleTime(1)));
        FAILS_WITH(ErrorKind::Unreachable, catalogue->clients());
        FAILS_WITH(ErrorKind::Unreachable, Catalogue::open(options));
        QVERIFY(server.start());
        QCOMPARE(VALUE(catalogue->clients()).size(), size_t(1));
        SUCCEEDS(catalogue->addClient(QStringLiteral("desktop"), sampleTime(1)));
    }

    void whatCannotBeOpenedIsSaid_data()
    {
        const QString missing = QStringLiteral("/nowhere/at/all/catalogue.sqlite");
        QTest::addColumn<DatabaseOptions>("options");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("folder is missing") << DatabaseOptions{.name = missing} << ErrorKind::Io;
        QTest::newRow("a folder") << DatabaseOptions{.name = QDir::tempPath()} << ErrorKind::Io;
        QTest::newRow("other driver") << DatabaseOptions{.driver = QStringLiteral("QMYSQL"), .name = missing}
                                      << ErrorKind::Unsupported;
    }
    void whatCannotBeOpenedIsSaid()
    {
        QFETCH(DatabaseOptions, options);
        QFETCH(ErrorKind, kind);
        FAILS_WITH(kind, Catalogue::open(options));
    }
};

QTEST_GUILESS_MAIN(TestCatalogueAtomicity)
#include "tst_catalogue_atomicity.moc"
