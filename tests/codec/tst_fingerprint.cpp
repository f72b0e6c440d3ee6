#include "codec/fingerprint_builder.h"
#include "sample_bytes.h"

#include <QTest>
#include <QtEndian>

using namespace backspool;
using namespace backspool::codec;

namespace {

SecretKey key(char byte)
{
    return SecretKey::fromBytes(QByteArray(SecretKey::kSize, byte));
}

QByteArray bytesOf(int seed, qsizetype size)
{
    return sampleBytes(size, uint32_t(seed));
}

} // namespace

class FingerprintTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWindowThatSlidesHasTheSumOfItsBytes_data()
    {
        QTest::addColumn<qsizetype>("block");
        for (qsizetype block = kMinFingerprintBlock; block <= kMaxFingerprintBlock; block *= 2)
            QTest::addRow("%lld", qlonglong(block)) << block;
    }
    void aWindowThatSlidesHasTheSumOfItsBytes()
    {
        QFETCH(qsizetype, block);
        const Fingerprinter fingerprinter(key('k'), block);
        const auto bytes = bytesOf(1, block + 500);
        uint32_t sum = fingerprinter.rolling(QByteArrayView(bytes).first(block));
        for (qsizetype i = 0; i < 500; ++i) {
            sum = fingerprinter.slide(sum, uint8_t(bytes[i]), uint8_t(bytes[i + block]));
            QCOMPARE(sum, fingerprinter.rolling(QByteArrayView(bytes).sliced(i + 1, block)));
        }
    }

    /// As docs/format.md defines it, byte by byte.
    void theSumIsThePolynomial()
    {
        const auto bytes = hkdf(key('k').view(), {}, "backspool rolling fingerprint", 4);
        const uint32_t multiplier = (qFromLittleEndian<uint32_t>(bytes.constData()) & ~7u) | 5;
        const Fingerprinter fingerprinter(key('k'), 1024);
        for (const qsizetype size : {1, 3, 15, 16, 17, 31, 1021, 1024}) {
            const auto block = bytesOf(int(size), size);
            uint32_t sum = 0;
            for (const char byte : block)
                sum = sum * multiplier + uint8_t(byte);
            QCOMPARE(fingerprinter.rolling(block), sum);
        }
    }

    void anotherKeyGivesOtherFingerprints()
    {
        Fingerprinter one(key('a'), 1024), same(key('a'), 1024), other(key('b'), 1024);
        const auto bytes = bytesOf(1, 1024);
        QVERIFY(one.of(bytes) == same.of(bytes));
        QVERIFY(one.rolling(bytes) != other.rolling(bytes));
        QVERIFY(one.strong(bytes) != other.strong(bytes));
    }

    void aChangedBitChangesBothParts()
    {
        Fingerprinter fingerprinter(key('k'), 1024);
        auto bytes = bytesOf(1, 1024);
        const auto was = fingerprinter.of(bytes);
        for (qsizetype i = 0; i < bytes.size(); ++i) {
            bytes[i] = char(bytes[i] ^ 1);
            QVERIFY(fingerprinter.strong(bytes) != was.strong);
            QVERIFY(fingerprinter.rolling(bytes) != was.rolling);
            bytes[i] = char(bytes[i] ^ 1);
        }
        QVERIFY(fingerprinter.of(bytes) == was);
        QVERIFY(fingerprinter.strong(bytes.first(1023)) != was.strong);
    }

    void blocksGrowWithTheFile_data()
    {
        QTest::addColumn<uint64_t>("size");
        QTest::addColumn<qsizetype>("block");
        QTest::newRow("small") << uint64_t(100'000) << qsizetype(1_KiB);
        QTest::newRow("4 MiB") << uint64_t(4_MiB) << qsizetype(1_KiB);
        QTest::newRow("more") << uint64_t(4_MiB) + 1 << qsizetype(2_KiB);
        QTest::newRow("500 MB") << uint64_t(500'000'000) << qsizetype(4_KiB);
        QTest::newRow("4 GiB") << uint64_t(4_GiB) << qsizetype(4_KiB);
        QTest::newRow("5 GiB") << uint64_t(5_GiB) << qsizetype(8_KiB);
        QTest::newRow("1 TiB") << uint64_t(1024_GiB) << qsizetype(64_KiB);
        QTest::newRow("the largest") << UINT64_MAX << qsizetype(64_KiB);
    }
    void blocksGrowWithTheFile()
    {
        QFETCH(uint64_t, size);
        QTEST(fingerprintBlockSize(size), "block");
    }

    void leavesGiveTheSignatureAndAllBlocks()
    {
        const Digester digester(key('d'));
        FingerprintBuilder builder(digester, key('k'), 1_KiB);
        const auto bytes = QByteArray(kLeafSize, '\0') + bytesOf(1, 300 * kLeafSize + 12'345);
        builder.addZeroLeaf();
        for (qsizetype at = kLeafSize; at < bytes.size(); at += kLeafSize)
            builder.addLeaf(bytes.sliced(at, std::min(kLeafSize, bytes.size() - at)));
        const auto leaves = builder.takeLeaves();
        QCOMPARE(signatureOfLeaves(digester, leaves, uint64_t(bytes.size())), signatureOf(digester, bytes));
        const auto fingerprints = builder.takeFingerprints();
        QCOMPARE(uint64_t(fingerprints.size() / kFingerprintSize), partsOf(uint64_t(bytes.size()), 1_KiB));
        QVERIFY(builder.takeLeaves().isEmpty());
        // Zeros in no time are the same as zeros.
        builder.addLeaf(QByteArray(kLeafSize, '\0'));
        QCOMPARE(builder.takeFingerprints(), fingerprints.first(64 * kFingerprintSize));
        QCOMPARE(builder.takeLeaves(), leaves.first(ObjectName::kSize));
    }
};

QTEST_APPLESS_MAIN(FingerprintTest)
#include "tst_fingerprint.moc"
