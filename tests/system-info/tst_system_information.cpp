#include "system-info/system_information.h"

#include <QJsonObject>
#include <QTest>

using namespace backspool;
using namespace backspool::engine;

namespace {

SystemInformation sample()
{
    return {{{QStringLiteral("partitions"),
              {{.source = QStringLiteral("sfdisk --dump /dev/sda"), .text = QStringLiteral("label: gpt\n")},
               {.source = QStringLiteral("sfdisk --dump /dev/sdb"), .missing = QStringLiteral("it took too long")}}},
             {QStringLiteral("block_devices"),
              {{.source = QStringLiteral("lsblk"), .json = QJsonObject{{QStringLiteral("a"), 1}}}}}}};
}

} // namespace

class TestSystemInformation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isLaidOutAsDocumented()
    {
        QCOMPARE(sample().encode(100'000),
                 QByteArray(R"({"backspool_system_information":1,"sections":[{"name":"partitions","parts":[)"
                            R"({"source":"sfdisk --dump /dev/sda","text":"label: gpt\n"},)"
                            R"({"missing":"it took too long","source":"sfdisk --dump /dev/sdb"}]},)"
                            R"({"name":"block_devices","parts":[{"json":{"a":1},"source":"lsblk"}]}]})"));
    }
    void comesBack()
    {
        const auto bytes = sample().encode(100'000);
        const auto decoded = SystemInformation::decode(bytes);
        QVERIFY(decoded.has_value());
        QVERIFY(*decoded == sample());
        QCOMPARE(decoded->encode(100'000), bytes);
    }
    void theLongestIsLeftOutUntilItFits()
    {
        auto information = sample();
        information.sections[0].parts[0].text = QString(5'000, QChar(1)); // 6 bytes each
        information.sections[1].parts[0].json = QJsonObject{{QStringLiteral("b"), QString(2'000, QLatin1Char('x'))}};
        QVERIFY(information.encode(100'000).size() > 32'000);
        const auto shorter = SystemInformation::decode(information.encode(10'000));
        QVERIFY(shorter.has_value());
        QVERIFY2(shorter->sections[0].parts[0].missing.startsWith(QStringLiteral("it is too long")),
                 qPrintable(shorter->sections[0].parts[0].missing));
        QCOMPARE(shorter->sections[1].parts[0], information.sections[1].parts[0]);
        const auto shortest = information.encode(600);
        QVERIFY(shortest.size() <= 600);
        QVERIFY(SystemInformation::decode(shortest).has_value());
        QVERIFY(information.encode(100).size() <= 100);
    }

    void whatIsNoneIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("nothing") << QByteArray() << ErrorKind::Damaged;
        QTest::newRow("another object") << QByteArray("{}") << ErrorKind::Damaged;
        QTest::newRow("version as text") << QByteArray(R"({"backspool_system_information":"1"})") << ErrorKind::Damaged;
        QTest::newRow("a later version") << QByteArray(R"({"backspool_system_information":2})")
                                         << ErrorKind::Unsupported;
        QTest::newRow("an absurd version")
            << QByteArray(R"({"backspool_system_information":1e300})") << ErrorKind::Unsupported;
        QTest::newRow("a section without name")
            << QByteArray(R"({"backspool_system_information":1,"sections":[{}]})") << ErrorKind::Damaged;
        QTest::newRow("a part without source")
            << QByteArray(R"({"backspool_system_information":1,"sections":[{"name":"a","parts":[7]}]})")
            << ErrorKind::Damaged;
    }
    void whatIsNoneIsRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(ErrorKind, kind);
        const auto decoded = SystemInformation::decode(bytes);
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().kind(), kind);
    }
};

QTEST_GUILESS_MAIN(TestSystemInformation)
#include "tst_system_information.moc"
