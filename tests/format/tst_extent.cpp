#include "format/extent.h"
#include "format/object.h"
#include "format/test_parts.h"

using namespace backspool;
using namespace backspool::format;

class TestExtent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void extentComesBack_data()
    {
        QTest::addColumn<Extent>("extent");
        QTest::addColumn<QByteArray>("hex");
        const auto name = ObjectName::fromBytes(QByteArray(32, '\x11'));
        QTest::newRow("chunk") << Extent{name, 5, 300}
                               << QByteArray("00"
                                             "ac02") +
                                      QByteArray(64, '1') + "05";
        QTest::newRow("hole") << Extent{{}, 0, 300}
                              << QByteArray("01"
                                            "ac02");
        QTest::newRow("whole chunk of 4 MiB") << Extent{name, 0, 4 << 20}
                                              << QByteArray("00"
                                                            "80808002") +
                                                     QByteArray(64, '1') + "00";
        QTest::newRow("last byte of 4 MiB") << Extent{name, (4 << 20) - 1, 1}
                                            << QByteArray("00"
                                                          "01") +
                                                   QByteArray(64, '1') + "ffffff01";
        QTest::newRow("hole of 2^63 - 1") << Extent{{}, 0, ~0ULL >> 1}
                                          << QByteArray("01"
                                                        "ffffffffffffffff7f");
    }
    void extentComesBack()
    {
        QFETCH(Extent, extent);
        QFETCH(QByteArray, hex);
        const auto bytes = extent.encode();
        QCOMPARE(bytes.toHex(), hex);
        const auto decoded = Extent::decode(bytes);
        VERIFY_RESULT(decoded);
        QVERIFY(*decoded == extent);
        for (qsizetype size = 0; size < bytes.size(); ++size)
            VERIFY_FAILS(ErrorKind::Damaged, Extent::decode(QByteArrayView(bytes).first(size)));
        VERIFY_FAILS(ErrorKind::Damaged, Extent::decode(bytes + '\0'));
    }

    void hostileExtentIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const auto name = sampleName(1);
        QTest::newRow("type 2") << ByteWriter().u8(2).varint(1).take();
        QTest::newRow("empty hole") << ByteWriter().u8(1).varint(0).take();
        QTest::newRow("empty part") << ByteWriter().u8(0).varint(0).name(name).varint(0).take();
        QTest::newRow("hole of 2^63") << ByteWriter().u8(1).varint(1ULL << 63).take();
        QTest::newRow("chunk without name") << ByteWriter().u8(0).varint(1).name({}).varint(0).take();
        QTest::newRow("over the end of any chunk")
            << ByteWriter().u8(0).varint(2).name(name).varint((4 << 20) - 1).take();
        QTest::newRow("sum over 2^64") << ByteWriter().u8(0).varint(2).name(name).varint(~0ULL).take();
        QTest::newRow("length over any chunk") << ByteWriter().u8(0).varint((4 << 20) + 1).name(name).varint(0).take();
    }
    void hostileExtentIsDamage()
    {
        QFETCH(QByteArray, bytes);
        VERIFY_FAILS(ErrorKind::Damaged, Extent::decode(bytes));
    }
};

QTEST_APPLESS_MAIN(TestExtent)
#include "tst_extent.moc"
