#include "codec/crc32c.h"
#include "codec/sample_bytes.h"

#include <QTest>

using namespace backspool::codec;

/// Bit by bit, of the reflected polynomial @p polynomial.
static uint32_t naiveCrc(QByteArrayView bytes, uint32_t polynomial)
{
    uint32_t crc = ~uint32_t(0);
    for (const char byte : bytes) {
        crc ^= uint8_t(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc >> 1 ^ (crc & 1 ? polynomial : 0);
    }
    return ~crc;
}

class TestCrc32c : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void giveTheirCheckValues()
    {
        QCOMPARE(crc32c("123456789"), 0xE3069283U);
        QCOMPARE(crc32("123456789"), 0xCBF43926U);
        // RFC 3720, B.4
        QCOMPARE(crc32c(QByteArray(32, '\0')), 0x8A9136AAU);
        QCOMPARE(crc32c(QByteArray(32, '\xff')), 0x62A8AB43U);
    }

    void equalTheDefinition()
    {
        for (qsizetype size = 0; size < 600; ++size) {
            const QByteArray bytes = sampleBytes(size, uint32_t(size));
            QCOMPARE(crc32c(bytes), naiveCrc(bytes, 0x82F63B78));
            QCOMPARE(crc32(bytes), naiveCrc(bytes, 0xEDB88320));
        }
        const QByteArray large = sampleBytes(1000001);
        QCOMPARE(crc32c(large), naiveCrc(large, 0x82F63B78));
        QCOMPARE(crc32(large), naiveCrc(large, 0xEDB88320));
    }

    void goesOnFromEarlierBytes()
    {
        const QByteArray bytes = sampleBytes(1000);
        const QByteArrayView view(bytes);
        for (qsizetype at = 0; at <= bytes.size(); ++at)
            QCOMPARE(crc32c(view.sliced(at), crc32c(view.first(at))), crc32c(bytes));
    }
};

QTEST_APPLESS_MAIN(TestCrc32c)
#include "tst_crc32c.moc"
