#include "api/listener.h"

#include <QTest>

using namespace backspool;
using namespace backspool::api;

class TestListenAddress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsUnderstood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *text, const char *shown) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(shown);
        };
        row("127.0.0.1:7411", "127.0.0.1:7411");
        row("0.0.0.0:0", "0.0.0.0:0");
        row("[::1]:80", "[::1]:80");
        row("localhost:1", "127.0.0.1:1");
    }
    void whatIsUnderstood()
    {
        QFETCH(QString, text);
        const auto address = ListenAddress::fromText(text);
        QVERIFY(address);
        QTEST(address->toText(), "shown");
    }

    void allAddresses()
    {
        const auto address = ListenAddress::fromText(QStringLiteral("*:5"));
        QVERIFY(address);
        QCOMPARE(address->host, QHostAddress(QHostAddress::Any));
    }

    void whatIsNot_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"", "7411", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:x", "::1:80", "host name:1", ":1"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatIsNot()
    {
        QFETCH(QString, text);
        const auto address = ListenAddress::fromText(text);
        QVERIFY(!address);
        QCOMPARE(address.error().kind(), ErrorKind::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestListenAddress)
#include "tst_listen_address.moc"
