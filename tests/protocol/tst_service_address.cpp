#include "protocol/service_address.h"

#include <QTest>

using namespace backspool;
using namespace backspool::protocol;

class TestServiceAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        const auto row = [](const char *text, const char *host, int port) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(host) << port;
        };
        row("backup.example.org:7411", "backup.example.org", 7411);
        row("localhost:1", "localhost", 1);
        row("192.0.2.7:65535", "192.0.2.7", 65'535);
        row("[2001:db8::7]:7411", "2001:db8::7", 7411);
        row("[fe80::1%eth0]:80", "fe80::1%eth0", 80);
        row("münchen.example:80", "münchen.example", 80);
    }
    void addressesAreRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        const auto address = ServiceAddress::parse(QLatin1Char(' ') + text + QLatin1Char('\n'));
        QVERIFY2(address, address ? "" : qPrintable(address.error().text()));
        QCOMPARE(address->host, host);
        QCOMPARE(address->port, port);
        QCOMPARE(address->toText(), text);
    }

    void whatIsMissingIsSaid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *text, const char *said) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(said);
        };
        row("", "no host name");
        row(":80", "no host name");
        row("localhost", "no port");
        row("localhost:", "no port");
        row("localhost:0", "port is not a number");
        row("localhost:65536", "port is not a number");
        row("localhost:99999999999", "port is not a number");
        row("localhost:-1", "port is not a number");
        row("localhost:+1", "port is not a number");
        row("localhost: 80", "port is not a number");
        row("localhost:http", "port is not a number");
        row("2001:db8::7", "needs brackets");
        row("2001:db8::7:80", "needs brackets");
        row("[2001:db8::7", "not closed");
        row("[2001:db8::7]", "no port");
        row("[2001:db8::7]80", "no port");
        row("[localhost]:80", "no IPv6 address");
        row("[]:80", "no IPv6 address");
        row("local host:80", "cannot hold");
        row("host/path:80", "cannot hold");
        row("https://host:80", "needs brackets");
    }
    void whatIsMissingIsSaid()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        const auto address = ServiceAddress::parse(text);
        QVERIFY(!address);
        QCOMPARE(address.error().kind(), ErrorKind::Invalid);
        QVERIFY2(address.error().text().contains(said), qPrintable(address.error().text()));
    }
};

QTEST_APPLESS_MAIN(TestServiceAddress)
#include "tst_service_address.moc"
