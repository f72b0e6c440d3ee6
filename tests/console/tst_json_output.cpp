#include "console/captured_output.h"
#include "console/json_output.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace backspool;
using namespace backspool::console;

class TestJsonOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPathKeepsItsBytes()
    {
        QJsonObject object;
        putPath(object, QStringLiteral("path"), "/caf\xe9");
        QCOMPARE(QByteArray::fromBase64(object[QStringLiteral("path_base64")].toString().toLatin1()), "/caf\xe9");
        QJsonObject plain;
        putPath(plain, QStringLiteral("path"), "/cafe");
        QVERIFY(!plain.contains(QStringLiteral("path_base64")));
        QCOMPARE(plain[QStringLiteral("path")].toString(), QStringLiteral("/cafe"));
    }

    void aListingIsOneObject_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("further");
        for (const int rows : {0, 1, 3}) {
            QTest::addRow("%d rows", rows) << rows << false;
            QTest::addRow("%d rows and more", rows) << rows << true;
        }
    }
    void aListingIsOneObject()
    {
        QFETCH(int, rows);
        QFETCH(bool, further);
        test::CapturedOutput out(STDOUT_FILENO);
        {
            JsonListing listing(QStringLiteral("the \"rows\""));
            for (int i = 0; i < rows; ++i)
                listing.row({{QStringLiteral("i"), i}});
            if (further)
                listing.finish({{QStringLiteral("more"), true}});
        }
        QJsonParseError error;
        const auto object = QJsonDocument::fromJson(out.text(), &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
        QCOMPARE(object[QStringLiteral("the \"rows\"")].toArray().size(), rows);
        QCOMPARE(object[QStringLiteral("more")].toBool(), further);
    }
};

QTEST_GUILESS_MAIN(TestJsonOutput)
#include "tst_json_output.moc"
