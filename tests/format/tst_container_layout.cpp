#include "codec/crc32c.h"
#include "core/bytes.h"
#include "format/container_layout.h"
#include "format/test_parts.h"

using namespace backspool;
using namespace backspool::format;

namespace {

ContainerHeader sampleHeader()
{
    ContainerHeader header;
    header.kind = ContainerKind::Dtf;
    header.uuid = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    header.client = ClientId{0x01020304};
    header.created = 1'700'000'000;
    header.lease = LeaseId{99};
    return header;
}

BlockHeader sampleBlockHeader()
{
    BlockHeader header;
    header.counter = 7;
    header.sealedSize = 1000;
    header.rawSize = 4000;
    header.objectCount = 3;
    header.codec = Codec::Zstd;
    header.kind = BlockKind::Tree;
    return header;
}

ContainerFooter sampleFooter()
{
    ContainerFooter footer;
    footer.blockCount = 5;
    footer.indexOffset = 123'456;
    footer.indexBlockCount = 1;
    footer.objectCount = 77;
    footer.uuid = sampleHeader().uuid;
    return footer;
}

/// @p bytes with @p change at @p offset and the checksum at their end made right again.
QByteArray changed(QByteArray bytes, qsizetype offset, QByteArrayView change)
{
    bytes.replace(offset, change.size(), change);
    ByteWriter writer(bytes.chopped(4));
    writer.u32(codec::crc32c(writer.buffer()));
    return writer.take();
}

QByteArray little(uint32_t value)
{
    return ByteWriter().u32(value).take();
}

} // namespace

class TestContainerLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void headerHasTheBytesOfTheSpecification()
    {
        const auto bytes = sampleHeader().encode();
        QCOMPARE(bytes.size(), ContainerHeader::kSize);
        QCOMPARE(bytes.first(92).toHex(), QByteArray("424b53504c445446" // BKSPLDTF
                                                     "0100"
                                                     "6000"
                                                     "00000000"
                                                     "0102030405060708090a0b0c0d0e0f10"
                                                     "00000000"
                                                     "04030201"
                                                     "00f1536500000000"
                                                     "6300000000000000") +
                                              QByteArray(72, '0'));
        QCOMPARE(bytes.last(4), little(codec::crc32c(bytes.first(92))));
    }
    void blockHeaderHasTheBytesOfTheSpecification()
    {
        const auto bytes = sampleBlockHeader().encode();
        QCOMPARE(bytes.first(28).toHex(), QByteArray("424c4b31"
                                                     "07000000"
                                                     "e8030000"
                                                     "a00f0000"
                                                     "03000000"
                                                     "01"
                                                     "02"
                                                     "0000"
                                                     "00000000"));
        QCOMPARE(bytes.last(4), little(codec::crc32c(bytes.first(28))));
    }
    void footerHasTheBytesOfTheSpecification()
    {
        const auto bytes = sampleFooter().encode();
        QCOMPARE(bytes.first(60).toHex(), QByteArray("424b53504c454e44"
                                                     "0100"
                                                     "4000"
                                                     "05000000"
                                                     "40e2010000000000"
                                                     "01000000"
                                                     "4d000000"
                                                     "0102030405060708090a0b0c0d0e0f10") +
                                              QByteArray(24, '0'));
        QCOMPARE(bytes.last(4), little(codec::crc32c(bytes.first(60))));
    }

    void headerComesBack_data()
    {
        QTest::addColumn<ContainerKind>("kind");
        QTest::newRow("BDF") << ContainerKind::Bdf;
        QTest::newRow("DTF") << ContainerKind::Dtf;
        QTest::newRow("state") << ContainerKind::State;
    }
    void headerComesBack()
    {
        QFETCH(ContainerKind, kind);
        auto header = sampleHeader();
        header.kind = kind;
        const auto decoded = ContainerHeader::decode(header.encode());
        VERIFY_RESULT(decoded);
        QCOMPARE(decoded->kind, kind);
        QCOMPARE(decoded->uuid, header.uuid);
        QCOMPARE(decoded->client, header.client);
        QCOMPARE(decoded->created, header.created);
        QCOMPARE(decoded->lease, header.lease);
    }
    void blockHeaderComesBackWithWhatALaterWriterPutIn()
    {
        auto header = sampleBlockHeader();
        header.reserved = {1, 2, 3, 4, 5, 6};
        const auto decoded = BlockHeader::decode(header.encode());
        VERIFY_RESULT(decoded);
        QCOMPARE(decoded->encode(), header.encode());
        QCOMPARE(decoded->sealedSize, header.sealedSize);
        QCOMPARE(decoded->kind, header.kind);
    }
    void footerComesBack()
    {
        const auto footer = sampleFooter();
        const auto decoded = ContainerFooter::decode(footer.encode());
        VERIFY_RESULT(decoded);
        QCOMPARE(decoded->encode(), footer.encode());
        QCOMPARE(decoded->objectCount, footer.objectCount);
        QCOMPARE(decoded->indexOffset, footer.indexOffset);
    }

    void everyFlippedBitAndEveryCutIsDamage()
    {
        forEachFlippedBit(sampleHeader().encode(), [](const QByteArray &bytes, qsizetype) {
            VERIFY_FAILS(ErrorKind::Damaged, ContainerHeader::decode(bytes));
        });
        forEachFlippedBit(sampleBlockHeader().encode(), [](const QByteArray &bytes, qsizetype) {
            VERIFY_FAILS(ErrorKind::Damaged, BlockHeader::decode(bytes));
        });
        forEachFlippedBit(sampleFooter().encode(), [](const QByteArray &bytes, qsizetype) {
            VERIFY_FAILS(ErrorKind::Damaged, ContainerFooter::decode(bytes));
        });
        for (qsizetype size = 0; size < ContainerHeader::kSize; ++size)
            VERIFY_FAILS(ErrorKind::Damaged, ContainerHeader::decode(sampleHeader().encode().first(size)));
        for (qsizetype size = 0; size < BlockHeader::kSize; ++size)
            VERIFY_FAILS(ErrorKind::Damaged, BlockHeader::decode(sampleBlockHeader().encode().first(size)));
        for (qsizetype size = 0; size < ContainerFooter::kSize; ++size)
            VERIFY_FAILS(ErrorKind::Damaged, ContainerFooter::decode(sampleFooter().encode().first(size)));
    }

    void otherVersionsAreRefusedAsUnknown()
    {
        VERIFY_FAILS(ErrorKind::Unsupported,
                     ContainerHeader::decode(changed(sampleHeader().encode(), 8, QByteArray("\x02\x00", 2))));
        VERIFY_FAILS(ErrorKind::Unsupported, ContainerHeader::decode(changed(sampleHeader().encode(), 32, little(1))));
        VERIFY_FAILS(ErrorKind::Unsupported,
                     ContainerFooter::decode(changed(sampleFooter().encode(), 8, QByteArray("\x02\x00", 2))));
    }
    void zeroFieldsAreIgnored()
    {
        VERIFY_RESULT(ContainerHeader::decode(changed(sampleHeader().encode(), 56, QByteArray(36, '\x5a'))));
        VERIFY_RESULT(ContainerHeader::decode(changed(sampleHeader().encode(), 12, little(9))));
        VERIFY_RESULT(ContainerFooter::decode(changed(sampleFooter().encode(), 48, QByteArray(12, '\x5a'))));
    }

    void blockHeaderWithImpossibleValuesIsDamage_data()
    {
        QTest::addColumn<qsizetype>("offset");
        QTest::addColumn<QByteArray>("change");
        QTest::newRow("no sealed bytes") << qsizetype(8) << little(0);
        QTest::newRow("no room for table and tag") << qsizetype(8) << little(16 + 6);
        QTest::newRow("longer than raw size and table") << qsizetype(8) << little(4000 + 16 + 5 * 65'535 + 1);
        QTest::newRow("sealed size at its highest") << qsizetype(8) << little(0xffffffff);
        QTest::newRow("raw size over 4 MiB") << qsizetype(12) << little((4 << 20) + 1);
        QTest::newRow("raw size less than objects") << qsizetype(12) << little(2);
        QTest::newRow("no objects") << qsizetype(16) << little(0);
        QTest::newRow("too many objects") << qsizetype(16) << little(65'536);
        QTest::newRow("codec that does not exist") << qsizetype(20) << QByteArray(1, '\x02');
        QTest::newRow("kind 0") << qsizetype(21) << QByteArray(1, '\0');
        QTest::newRow("kind 6") << qsizetype(21) << QByteArray(1, '\x06');
    }
    void blockHeaderWithImpossibleValuesIsDamage()
    {
        QFETCH(qsizetype, offset);
        QFETCH(QByteArray, change);
        VERIFY_FAILS(ErrorKind::Damaged, BlockHeader::decode(changed(sampleBlockHeader().encode(), offset, change)));
    }
    void blockHeaderAllowsWhatIsJustPossible_data()
    {
        QTest::addColumn<qsizetype>("offset");
        QTest::addColumn<QByteArray>("change");
        QTest::newRow("one byte of payload") << qsizetype(8) << little(16 + 6 + 1);
        QTest::newRow("longest table") << qsizetype(8) << little(4000 + 16 + 5 * 65'535);
        QTest::newRow("4 MiB") << qsizetype(12) << little(4 << 20);
        QTest::newRow("8 MiB of index") << qsizetype(12) << little(8 << 20) + little(1) + QByteArray::fromHex("0004");
    }
    void blockHeaderAllowsWhatIsJustPossible()
    {
        QFETCH(qsizetype, offset);
        QFETCH(QByteArray, change);
        VERIFY_RESULT(BlockHeader::decode(changed(sampleBlockHeader().encode(), offset, change)));
    }

    void uuidHasOneNameInHex()
    {
        const auto uuid = randomContainerUuid();
        QCOMPARE(containerUuidFromHex(toHex(uuid)), uuid);
        QVERIFY(randomContainerUuid() != uuid);
        QVERIFY(!containerUuidFromHex({}));
        QVERIFY(!containerUuidFromHex("0102030405060708090A0B0C0D0E0F10"));
        QVERIFY(!containerUuidFromHex("0102030405060708090a0b0c0d0e0f1"));
        QVERIFY(!containerUuidFromHex("0102030405060708090a0b0c0d0e0f100"));
        QVERIFY(!containerUuidFromHex("0102030405060708 90a0b0c0d0e0f10"));
        QVERIFY(!containerUuidFromHex("../../../../../../../etc/passwd "));
    }
};

QTEST_APPLESS_MAIN(TestContainerLayout)
#include "tst_container_layout.moc"
