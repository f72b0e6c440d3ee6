#include "appliance/appliance.h"
#include "support/verify_ok.h"

#include <QTemporaryDir>
#include <QTest>

using namespace backspool;
using appliance::Settings;

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutAFileTheDefaults();
    void readsWhatIsGiven();
    void saysWhereItIsWrong_data();
    void saysWhereItIsWrong();

private:
    Result<Settings> load(const QByteArray &text)
    {
        const QString path = folder_.filePath(QStringLiteral("service.json"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no temporary file");
        file.write(text);
        file.close();
        return Settings::load(path);
    }
    QTemporaryDir folder_;
};

void TestSettings::withoutAFileTheDefaults()
{
    const auto settings = Settings::load(folder_.filePath(QStringLiteral("none.json")));
    VERIFY_OK(settings);
    QCOMPARE(settings->reserve, 1_GiB);
    QCOMPARE(settings->listen, QStringLiteral("127.0.0.1:7411"));
    const auto empty = load("{}");
    VERIFY_OK(empty);
    QCOMPARE(empty->window, settings->window);
    QVERIFY(empty->announce);
}

void TestSettings::readsWhatIsGiven()
{
    const auto settings =
        load(R"({"reserve": 0, "window": 16777216, "container_size": 67108864, "listen": "[::]:7411", "threads": 3,
                  "backups_at_once": 9, "announce": false})");
    VERIFY_OK(settings);
    QCOMPARE(settings->reserve, 0);
    QCOMPARE(settings->window, 16U * 1024 * 1024);
    QCOMPARE(settings->containerSize, 64_MiB);
    QCOMPARE(settings->listen, QStringLiteral("[::]:7411"));
    QCOMPARE(settings->threads, 3U);
    QCOMPARE(settings->backupsAtOnce, 9U);
    QVERIFY(!settings->announce);
}

void TestSettings::saysWhereItIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("not JSON") << QByteArray("{\n\"reserve\": 1,\n}") << QStringLiteral("line 3");
    QTest::newRow("a list") << QByteArray("[1]") << QStringLiteral("line 1");
    QTest::newRow("negative") << QByteArray("{\n\n\"reserve\": -1}") << QStringLiteral("line 3, field \"reserve\"");
    QTest::newRow("a fraction") << QByteArray("{\"threads\": 1.5}") << QStringLiteral("field \"threads\"");
    QTest::newRow("a text as number") << QByteArray("{\"reserve\": \"1 GiB\"}") << QStringLiteral("field \"reserve\"");
    QTest::newRow("too small a window") << QByteArray("{\"window\": 1000}") << QStringLiteral("field \"window\"");
    QTest::newRow("too large containers")
        << QByteArray("{\"container_size\": 5000000000}") << QStringLiteral("field \"container_size\"");
    QTest::newRow("no backups at all") << QByteArray("{\"backups_at_once\": 0}")
                                       << QStringLiteral("field \"backups_at_once\"");
    QTest::newRow("a number as text") << QByteArray("{\"listen\": 7411}") << QStringLiteral("field \"listen\"");
    QTest::newRow("a text as switch") << QByteArray("{\"announce\": \"no\"}") << QStringLiteral("field \"announce\"");
    QTest::newRow("unknown") << QByteArray("{\"reserve\": 1,\n \"reserv\": 1}")
                             << QStringLiteral("line 2, field \"reserv\"");
}

void TestSettings::saysWhereItIsWrong()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    const auto settings = load(text);
    VERIFY_FAILS(ErrorKind::Invalid, settings);
    QVERIFY2(settings.error().text().contains(said), qPrintable(settings.error().text()));
    QVERIFY(settings.error().text().contains(QStringLiteral("service.json")));
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
