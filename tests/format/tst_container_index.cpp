#include "format/container_index.h"
#include "format/container_layout.h"
#include "format/test_parts.h"

using namespace backspool;
using namespace backspool::format;

namespace {

ContainerIndex sampleIndex(uint32_t blocks, uint32_t objectsInBlock)
{
    ContainerIndex index;
    uint32_t offset = ContainerHeader::kSize;
    for (uint32_t i = 0; i < blocks; ++i) {
        const uint32_t storedSize = 100 + i;
        const bool isPoint = i + 1 == blocks;
        const uint32_t count = isPoint ? 1 : objectsInBlock;
        index.blocks.push_back({offset, storedSize, i, isPoint ? BlockKind::Point : BlockKind::Tree,
                                uint32_t(index.objects.size()), count});
        for (uint32_t slot = 0; slot < count; ++slot) {
            const auto kind = isPoint ? ObjectKind::Point : slot % 3 == 0 ? ObjectKind::Version : ObjectKind::Node;
            index.objects.push_back(
                {isPoint ? ObjectName() : sampleName(i * 1000 + slot), kind, 10 + slot % 50, {offset, uint16_t(slot)}});
        }
        offset += storedSize;
    }
    return index;
}

/// An index of one block of nodes with one object, all fields as given.
QByteArray indexOf(uint64_t storedSize, uint8_t blockKind, uint64_t count, uint8_t objectKind, uint64_t size)
{
    ByteWriter writer;
    writer.varint(1).varint(storedSize).u8(blockKind).varint(count).u8(objectKind).varint(size).name(sampleName(1));
    return writer.take();
}

} // namespace

class TestContainerIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void indexComesBack_data()
    {
        QTest::addColumn<uint32_t>("blocks");
        QTest::addColumn<uint32_t>("objects");
        QTest::newRow("none") << 0U << 0U;
        QTest::newRow("one") << 1U << 1U;
        QTest::newRow("some") << 10U << 100U;
        QTest::newRow("many objects") << 2U << kMaxObjectsInBlock;
        QTest::newRow("many blocks") << 50'000U << 1U;
    }
    void indexComesBack()
    {
        QFETCH(uint32_t, blocks);
        QFETCH(uint32_t, objects);
        const auto index = sampleIndex(blocks, objects);
        const auto bytes = encodeIndex(index);
        const auto decoded = decodeIndex(bytes);
        VERIFY_RESULT(decoded);
        QCOMPARE(decoded->blocks.size(), index.blocks.size());
        QCOMPARE(decoded->objects.size(), index.objects.size());
        for (size_t i = 0; i < index.blocks.size(); ++i) {
            QCOMPARE(decoded->blocks[i].offset, index.blocks[i].offset);
            QCOMPARE(decoded->blocks[i].storedSize, index.blocks[i].storedSize);
            QCOMPARE(decoded->blocks[i].counter, index.blocks[i].counter);
            QCOMPARE(decoded->blocks[i].kind, index.blocks[i].kind);
            QCOMPARE(decoded->blocks[i].firstObject, index.blocks[i].firstObject);
            QCOMPARE(decoded->blocks[i].objectCount, index.blocks[i].objectCount);
        }
        for (size_t i = 0; i < index.objects.size(); ++i) {
            QCOMPARE(decoded->objects[i].name, index.objects[i].name);
            QCOMPARE(decoded->objects[i].kind, index.objects[i].kind);
            QCOMPARE(decoded->objects[i].size, index.objects[i].size);
            QVERIFY(decoded->objects[i].place == index.objects[i].place);
        }
        QCOMPARE(encodeIndex(*decoded), bytes);
    }

    void everyCutIsDamage()
    {
        const auto bytes = encodeIndex(sampleIndex(3, 4));
        for (qsizetype size = 0; size < bytes.size(); ++size)
            VERIFY_FAILS(ErrorKind::Damaged, decodeIndex(QByteArrayView(bytes).first(size)));
        VERIFY_FAILS(ErrorKind::Damaged, decodeIndex(bytes + '\0'));
    }

    void hostileIndexIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("more blocks than bytes") << ByteWriter().varint(1ULL << 40).take();
        QTest::newRow("most blocks") << ByteWriter().varint(~0ULL).take();
        QTest::newRow("block without bytes") << indexOf(0, 2, 1, 2, 5);
        QTest::newRow("block of a header alone") << indexOf(48, 2, 1, 2, 5);
        QTest::newRow("block over the bound") << indexOf(5 << 20, 2, 1, 2, 5);
        QTest::newRow("block of no kind") << indexOf(100, 0, 1, 2, 5);
        QTest::newRow("block of the index") << indexOf(100, 4, 1, 5, 5);
        QTest::newRow("block without objects") << indexOf(100, 2, 0, 2, 5);
        QTest::newRow("too many objects") << indexOf(100, 2, 65'536, 2, 5);
        QTest::newRow("more objects than bytes") << indexOf(100, 2, 65'535, 2, 5);
        QTest::newRow("chunk among nodes") << indexOf(100, 2, 1, 1, 5);
        QTest::newRow("object of no kind") << indexOf(100, 2, 1, 99, 5);
        QTest::newRow("empty object") << indexOf(100, 2, 1, 2, 0);
        QTest::newRow("object over the bound") << indexOf(100, 2, 1, 2, (4 << 20) + 1);
        ByteWriter far;
        far.varint(1100);
        for (int i = 0; i < 1100; ++i)
            far.varint(4'000'000).u8(3).varint(1).u8(4).varint(1);
        QTest::newRow("past 4 GiB") << far.take();
    }
    void hostileIndexIsDamage()
    {
        QFETCH(QByteArray, bytes);
        VERIFY_FAILS(ErrorKind::Damaged, decodeIndex(bytes));
    }
};

QTEST_APPLESS_MAIN(TestContainerIndex)
#include "tst_container_index.moc"
