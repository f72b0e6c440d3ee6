#include "read/point_list.h"
#include "read/point_maker.h"
#include "support/verify_ok.h"

#include <QDateTime>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestPointList : public QObject
{
    Q_OBJECT

private:
    static WallTime local(int day, int hour, int minute)
    {
        return WallTime(
            std::chrono::milliseconds(QDateTime(QDate(2026, 11, day), QTime(hour, minute)).toMSecsSinceEpoch()));
    }

    static void addPoints(MemoryService &service)
    {
        PointMaker maker(service);
        for (int day = 1; day <= 9; ++day) {
            auto record = maker.record({maker.file("f", QByteArray::number(day))});
            record.started = local(day, 12, 0) + std::chrono::nanoseconds(5'123'456'789); // 12:00:05.123456789
            service.addPoint(record);
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "Europe/Berlin");
        tzset();
    }

    void listsAllPagesNewestFirst()
    {
        MemoryService service(testDigester());
        addPoints(service);
        std::vector<uint64_t> ids;
        VERIFY_OK(forEachPoint(service, [&](const protocol::PointSummary &point) -> Result<bool> {
            ids.push_back(point.id.value);
            return true;
        }));
        QCOMPARE(ids, (std::vector<uint64_t>{9, 8, 7, 6, 5, 4, 3, 2, 1}));
    }

    void understandsWhatPeopleWrite_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<uint64_t>("point");
        QTest::newRow("nothing") << QString() << uint64_t(9);
        QTest::newRow("latest") << QStringLiteral("latest") << uint64_t(9);
        QTest::newRow("number") << QStringLiteral("4") << uint64_t(4);
        QTest::newRow("the very minute") << QStringLiteral("2026-11-05 12:00") << uint64_t(5);
        QTest::newRow("a minute before") << QStringLiteral("2026-11-05 11:59") << uint64_t(4);
        QTest::newRow("the very second") << QStringLiteral("2026-11-05 12:00:05") << uint64_t(5);
        QTest::newRow("a second before") << QStringLiteral("2026-11-05 12:00:04") << uint64_t(4);
        QTest::newRow("the very tenth") << QStringLiteral("2026-11-05 12:00:05.1") << uint64_t(5);
        QTest::newRow("a tenth before") << QStringLiteral("2026-11-05 12:00:05.0") << uint64_t(4);
        QTest::newRow("the very millisecond") << QStringLiteral("2026-11-05T11:00:05.123Z") << uint64_t(5);
        QTest::newRow("a millisecond before") << QStringLiteral("2026-11-05T11:00:05.122Z") << uint64_t(4);
        QTest::newRow("with a T") << QStringLiteral("2026-11-05T12:00") << uint64_t(5);
        QTest::newRow("an hour of one digit") << QStringLiteral("2026-11-05 9:00") << uint64_t(4);
        QTest::newRow("a date is its end") << QStringLiteral("2026-11-05") << uint64_t(5);
        QTest::newRow("another zone") << QStringLiteral("2026-11-05T10:59:59Z") << uint64_t(4);
        QTest::newRow("another zone, later") << QStringLiteral("2026-11-05T11:00:05Z") << uint64_t(5);
        QTest::newRow("the future") << QStringLiteral("2030-01-01") << uint64_t(9);
    }
    void understandsWhatPeopleWrite()
    {
        QFETCH(QString, text);
        QFETCH(uint64_t, point);
        MemoryService service(testDigester());
        addPoints(service);
        const auto chosen = choosePoint(service, text);
        VERIFY_OK(chosen);
        QCOMPARE(chosen->id.value, point);
    }

    void saysWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("words") << QStringLiteral("yesterday") << ErrorKind::Invalid;
        QTest::newRow("no such day") << QStringLiteral("2026-02-30 10:00") << ErrorKind::Invalid;
        QTest::newRow("no such hour") << QStringLiteral("2026-02-20 25:00") << ErrorKind::Invalid;
        QTest::newRow("no such number") << QStringLiteral("77") << ErrorKind::NotFound;
        QTest::newRow("before the first") << QStringLiteral("2020-01-01") << ErrorKind::NotFound;
    }
    void saysWhatItDoesNotUnderstand()
    {
        QFETCH(QString, text);
        QFETCH(ErrorKind, kind);
        MemoryService service(testDigester());
        addPoints(service);
        VERIFY_FAILS(kind, choosePoint(service, text));
    }

    void saysThatThereIsNone()
    {
        MemoryService service(testDigester());
        VERIFY_FAILS(ErrorKind::NotFound, choosePoint(service, QStringLiteral("latest")));
    }
};

QTEST_GUILESS_MAIN(TestPointList)
#include "tst_point_list.moc"
