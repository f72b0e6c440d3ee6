/// A database file with wrong bytes: it opens, or is said to be damaged, and is never followed into a crash.
#include "catalogue/connection.h"
#include "catalogue/engine_test.h"

#include <QFile>
#include <QRandomGenerator>

using namespace backspool;
using namespace backspool::catalogue;

class TestCatalogueDamage : public QObject
{
    Q_OBJECT

    QByteArray whole_;

    void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    template <class T> void checkKind(const Result<T> &result)
    {
        if (!result)
            QVERIFY2(result.error().kind() == ErrorKind::Damaged, qPrintable(result.error().text()));
    }

    /// Opens a file of these bytes, reads all of it and writes something. Everything works or is Damaged (an insert may
    /// also find something that looks as if it were there already, or was not).
    void readAndWrite(const QByteArray &bytes)
    {
        const TestDatabase database;
        write(database.path(), bytes);
        auto opened = Catalogue::open(database.options());
        checkKind(opened);
        if (!opened)
            return;
        auto &catalogue = **opened;
        checkKind(catalogue.checkIntegrity());
        checkKind(catalogue.clients());
        checkKind(catalogue.containers());
        checkKind(catalogue.points(std::nullopt));
        checkKind(catalogue.newestPoint({1}));
        checkKind(catalogue.clientByCertificate(QByteArray(32, 'a')));
        checkKind(catalogue.setting(QStringLiteral("repository")));
        checkKind(catalogue.reservePointId());
        checkKind(catalogue.wireBytes());
        static_cast<void>(catalogue.addClient(QStringLiteral("new"), sampleTime(1)));
        static_cast<void>(catalogue.addContainer(sampleContainer(99)));
        static_cast<void>(catalogue.commitPoint(samplePoint({99}, {1}, {1}, {1})));
        static_cast<void>(catalogue.removePoints({{1}}));
        checkKind(catalogue.checkIntegrity());
    }

private Q_SLOTS:
    void initTestCase()
    {
        const TestDatabase database;
        {
            const auto catalogue = database.open();
            SUCCEEDS(catalogue->setSetting(QStringLiteral("repository"), "r"));
            for (int i = 1; i <= 3; ++i) {
                const auto client = VALUE(catalogue->addClient(QStringLiteral("client %1").arg(i), sampleTime(i)));
                SUCCEEDS(catalogue->setCertificate(client.id, QByteArray(32, char('a' + i))));
                SUCCEEDS(catalogue->addEnrolmentCode(QByteArray(32, char(i)), client.id, sampleTime(i)));
            }
            for (uint8_t i = 1; i <= 30; ++i) {
                const auto dtf = VALUE(catalogue->addContainer(sampleContainer(i, {i}, {1})));
                const auto id = VALUE(catalogue->reservePointId());
                SUCCEEDS(catalogue->commitPoint(samplePoint(id, {i % 3u + 1}, dtf, {i})));
            }
            SUCCEEDS(catalogue->checkIntegrity());
        }
        QFile file(database.path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        whole_ = file.readAll();
        QVERIFY(whole_.startsWith("SQLite format 3"));
    }

    void randomFlips_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 300; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void randomFlips()
    {
        QFETCH(quint32, seed);
        QRandomGenerator random(seed);
        auto bytes = whole_;
        const int flips = 1 << random.bounded(8);
        for (int i = 0; i < flips; ++i) {
            const auto where = random.bounded(int(bytes.size()));
            bytes[where] = char(bytes[where] ^ (1 << random.bounded(8)));
        }
        readAndWrite(bytes);
    }

    void everyByteOfTheHeader_data()
    {
        QTest::addColumn<int>("where");
        QTest::addColumn<uchar>("change");
        for (int where = 0; where < 108; ++where)
            for (const int change : {0x01, 0x80, 0xff})
                QTest::addRow("byte %d ^ %02x", where, uint(change)) << where << uchar(change);
    }
    void everyByteOfTheHeader()
    {
        QFETCH(int, where);
        QFETCH(uchar, change);
        auto bytes = whole_;
        bytes[where] = char(bytes[where] ^ change);
        readAndWrite(bytes);
    }

    void whatWasCutOff_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : {1, 15, 16, 99, 100, 511, 512, 4095, 4096, 4097, 8192, 20000, 40000})
            QTest::addRow("%d bytes left", size) << size;
    }
    void whatWasCutOff()
    {
        QFETCH(int, size);
        QVERIFY(size < whole_.size());
        readAndWrite(whole_.first(size));
    }

    void anotherFileIsNotACatalogue()
    {
        const TestDatabase database;
        write(database.path(), QByteArray("This is a letter to my aunt.\n").repeated(1000));
        const auto opened = Catalogue::open(database.options());
        FAILS_WITH(ErrorKind::Damaged, opened);
        QVERIFY(opened.error().text().contains(QStringLiteral("run \"backspoold rebuild\"")));
        QVERIFY(opened.error().text().contains(database.path()));
    }

    void wrongValuesInRightPlacesAreDamaged_data()
    {
        QTest::addColumn<QString>("sql");
        const std::pair<const char *, const char *> changes[] = {
            {"client number", "UPDATE clients SET id = 4294967296 WHERE id = 3"},
            {"client number", "UPDATE clients SET id = -1 WHERE id = 3"},
            {"revoked", "UPDATE clients SET revoked = 2"},
            {"uuid", "UPDATE containers SET uuid = x'0011' WHERE id = 1"},
            {"kind", "UPDATE containers SET kind = 3"},
            {"area", "UPDATE containers SET area = -1"},
            {"state", "UPDATE containers SET state = 9"},
            {"root", "UPDATE points SET root = x'00' WHERE id = 1"},
            {"hints", "UPDATE points SET hints = x'' WHERE id = 1"},
            {"statistics", "UPDATE points SET statistics = '[' WHERE id = 1"},
            {"statistics", "UPDATE points SET statistics = '[]' WHERE id = 1"},
            {"a reference to nothing", "UPDATE points SET client = 77 WHERE id = 1"},
        };
        for (const auto &[what, sql] : changes)
            QTest::addRow("%s: %s", what, sql) << QString::fromLatin1(sql);
    }
    void wrongValuesInRightPlacesAreDamaged()
    {
        QFETCH(QString, sql);
        const TestDatabase database;
        write(database.path(), whole_);
        {
            const auto connection = VALUE(Connection::open(database.options()));
            SUCCEEDS(connection->execute(QStringLiteral("PRAGMA foreign_keys = OFF")));
            SUCCEEDS(connection->execute(sql));
        }
        FAILS_WITH(ErrorKind::Damaged, database.open()->checkIntegrity());
    }
};

QTEST_GUILESS_MAIN(TestCatalogueDamage)
#include "tst_catalogue_damage.moc"
