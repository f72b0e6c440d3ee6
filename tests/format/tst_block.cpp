#include "format/block.h"
#include "format/test_parts.h"

using namespace backspool;
using namespace backspool::format;

namespace {

const ContainerUuid kUuid = {9, 9, 9};

codec::Sealer sampleSealer()
{
    return containerSealer(codec::sampleKey(), kUuid);
}

PackedBlock treeBlock()
{
    BlockPacker packer(BlockKind::Tree);
    packer.add(ObjectKind::Node, QByteArray(3000, 'n'));
    packer.add(ObjectKind::Version, "version");
    packer.add(ObjectKind::Node, codec::sampleBytes(500));
    return packer.take();
}

Result<PackedBlock> openAgain(const QByteArray &sealed)
{
    const auto header = BlockHeader::decode(QByteArrayView(sealed).first(BlockHeader::kSize));
    if (!header)
        return fail(header.error());
    return openBlock(*header, QByteArrayView(sealed).sliced(BlockHeader::kSize), kUuid, sampleSealer());
}

} // namespace

class TestBlock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void packerGivesItsObjectsAndIsEmptyAgain()
    {
        BlockPacker packer(BlockKind::Chunks);
        QVERIFY(packer.isEmpty());
        packer.add(ObjectKind::Chunk, "first");
        packer.add(ObjectKind::Chunk, "second one");
        QCOMPARE(packer.rawSize(), 15);
        QCOMPARE(packer.objectCount(), 2U);
        const auto block = packer.take();
        QVERIFY(packer.isEmpty());
        QCOMPARE(packer.rawSize(), 0);
        QCOMPARE(block.kind, BlockKind::Chunks);
        QCOMPARE(block.rawSize, 15U);
        QCOMPARE(block.payload, QByteArray("firstsecond one"));

        codec::Decompressor decompressor;
        const auto objects = unpackBlock(block, decompressor);
        VERIFY_RESULT(objects);
        QCOMPARE(objects->count(), 2U);
        QCOMPARE(objects->object(0), QByteArrayView("first"));
        QCOMPARE(objects->objectCopy(1), QByteArray("second one"));
        QCOMPARE(objects->kind(1), ObjectKind::Chunk);
    }

    void blockIsCompressedOnlyWhereThatSaves()
    {
        codec::Compressor compressor(3);
        codec::Decompressor decompressor;
        const auto small = compressBlock(treeBlock(), compressor);
        QCOMPARE(small.codec, Codec::Zstd);
        QVERIFY(small.payload.size() < 1000);
        QCOMPARE(unpackBlock(small, decompressor)->objectCopy(0), QByteArray(3000, 'n'));

        BlockPacker packer(BlockKind::Chunks);
        packer.add(ObjectKind::Chunk, codec::sampleBytes(100'000));
        const auto random = compressBlock(packer.take(), compressor);
        QCOMPARE(random.codec, Codec::Stored);
        QCOMPARE(random.payload, codec::sampleBytes(100'000));
    }

    void sealedBlockOpensToTheSame_data()
    {
        QTest::addColumn<bool>("compressed");
        QTest::newRow("stored") << false;
        QTest::newRow("compressed") << true;
    }
    void sealedBlockOpensToTheSame()
    {
        QFETCH(bool, compressed);
        codec::Compressor compressor(3);
        const auto block = compressed ? compressBlock(treeBlock(), compressor) : treeBlock();
        const auto sealed = sealBlock(block, 5, kUuid, sampleSealer());
        QVERIFY(!sealed.contains("version"));
        const auto opened = openAgain(sealed);
        VERIFY_RESULT(opened);
        QCOMPARE(opened->kind, block.kind);
        QCOMPARE(opened->codec, block.codec);
        QCOMPARE(opened->table, block.table);
        QCOMPARE(opened->rawSize, block.rawSize);
        QCOMPARE(opened->payload, block.payload);
    }
    void blockWithManyObjectsOpensToTheSame()
    {
        BlockPacker packer(BlockKind::Chunks);
        for (uint32_t i = 0; i < kMaxObjectsInBlock; ++i)
            packer.add(ObjectKind::Chunk, "x");
        const auto opened = openAgain(sealBlock(packer.take(), 0, kUuid, sampleSealer()));
        VERIFY_RESULT(opened);
        QCOMPARE(opened->table.size(), size_t(kMaxObjectsInBlock));
    }
    void largestBlocksOpen()
    {
        BlockPacker chunks(BlockKind::Chunks);
        chunks.add(ObjectKind::Chunk, codec::sampleBytes(kMaxBlockSize));
        VERIFY_RESULT(openAgain(sealBlock(chunks.take(), 0, kUuid, sampleSealer())));
        BlockPacker index(BlockKind::Index);
        index.add(ObjectKind::Index, codec::sampleBytes(kMaxIndexBlockSize));
        VERIFY_RESULT(openAgain(sealBlock(index.take(), 0, kUuid, sampleSealer())));
    }

    void everyFlippedBitOfASealedBlockIsNoticed()
    {
        BlockPacker packer(BlockKind::Tree);
        packer.add(ObjectKind::Node, "a node");
        packer.add(ObjectKind::Version, "a version");
        forEachFlippedBit(sealBlock(packer.take(), 1, kUuid, sampleSealer()), [](const QByteArray &bytes, qsizetype) {
            VERIFY_FAILS(ErrorKind::Damaged, openAgain(bytes));
        });
    }
    void blockDoesNotOpenInAnotherPlace()
    {
        const auto sealed = sealBlock(treeBlock(), 1, kUuid, sampleSealer());
        auto header = *BlockHeader::decode(QByteArrayView(sealed).first(BlockHeader::kSize));
        const auto body = QByteArrayView(sealed).sliced(BlockHeader::kSize);
        VERIFY_RESULT(openBlock(header, body, kUuid, sampleSealer()));
        const ContainerUuid other = {1};
        VERIFY_FAILS(ErrorKind::Damaged, openBlock(header, body, other, sampleSealer()));
        VERIFY_FAILS(ErrorKind::Damaged, openBlock(header, body, other, containerSealer(codec::sampleKey(), other)));
        VERIFY_FAILS(ErrorKind::Damaged, openBlock(header, body.chopped(1), kUuid, sampleSealer()));
        header.counter = 2;
        VERIFY_FAILS(ErrorKind::Damaged, openBlock(header, body, kUuid, sampleSealer()));
        header.counter = 1;
        header.reserved[0] = 1;
        VERIFY_FAILS(ErrorKind::Damaged, openBlock(header, body, kUuid, sampleSealer()));
    }

    void hostileBlockIsNotUnpacked_data()
    {
        QTest::addColumn<PackedBlock>("block");
        static constexpr uint8_t kNoKind = 77;
        const auto with = [](auto &&change) {
            auto block = treeBlock();
            change(block);
            return block;
        };
        QTest::newRow("no objects") << with([](PackedBlock &b) { b.table.clear(), b.rawSize = 0, b.payload.clear(); });
        QTest::newRow("too many objects") << with([](PackedBlock &b) {
            b.table.assign(65'536, {ObjectKind::Node, 1});
            b.rawSize = 65'536;
            b.payload = QByteArray(65'536, 'x');
        });
        QTest::newRow("empty object") << with([](PackedBlock &b) { b.table.push_back({ObjectKind::Node, 0}); });
        QTest::newRow("sum over raw size") << with([](PackedBlock &b) { ++b.table[0].size; });
        QTest::newRow("sum under raw size") << with([](PackedBlock &b) { --b.table[0].size; });
        QTest::newRow("sum over 2^32") << with([](PackedBlock &b) {
            b.table[0].size = 0x80000000;
            b.table[1].size = 0x80000000;
            b.table[2].size = b.rawSize;
        });
        QTest::newRow("payload too short") << with([](PackedBlock &b) { b.payload.chop(1); });
        QTest::newRow("payload too long") << with([](PackedBlock &b) { b.payload.append('x'); });
        QTest::newRow("chunk among nodes") << with([](PackedBlock &b) { b.table[0].kind = ObjectKind::Chunk; });
        QTest::newRow("object of no kind") << with([](PackedBlock &b) { std::memcpy(&b.table[0].kind, &kNoKind, 1); });
        QTest::newRow("block of no kind") << with([](PackedBlock &b) { std::memcpy(&b.kind, &kNoKind, 1); });
        QTest::newRow("not zstd") << with([](PackedBlock &b) { b.codec = Codec::Zstd; });
        QTest::newRow("over 4 MiB") << with([](PackedBlock &b) {
            b.table.assign(2, {ObjectKind::Node, 3 << 20});
            b.rawSize = 6 << 20;
            b.payload = QByteArray(6 << 20, 'x');
        });
        QTest::newRow("frame longer than its content") << with([](PackedBlock &b) {
            codec::Compressor compressor(1);
            b.table = {{ObjectKind::Node, 50}};
            b.rawSize = 50;
            b.payload = compressor.compress(codec::sampleBytes(50));
            b.codec = Codec::Zstd;
        });
    }
    void hostileBlockIsNotUnpacked()
    {
        QFETCH(PackedBlock, block);
        codec::Decompressor decompressor;
        VERIFY_FAILS(ErrorKind::Damaged, unpackBlock(block, decompressor));
    }

    void tableComesBack()
    {
        const auto table = treeBlock().table;
        const auto bytes = encodeTable(table);
        ByteReader reader(bytes, "table");
        const auto decoded = decodeTable(reader, uint32_t(table.size()), treeBlock().rawSize);
        VERIFY_RESULT(decoded);
        QCOMPARE(*decoded, table);
        QCOMPARE(reader.remaining(), 0);
    }
    void hostileTableIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<uint32_t>("count");
        QTest::addColumn<uint32_t>("rawSize");
        QTest::newRow("count beyond the bytes") << QByteArray::fromHex("0101") << 60'000U << 60'000U;
        QTest::newRow("count beyond the bound") << QByteArray(200'000, '\1') << 65'536U << 65'536U;
        QTest::newRow("kind 0") << QByteArray::fromHex("0001") << 1U << 1U;
        QTest::newRow("kind 7") << QByteArray::fromHex("0701") << 1U << 1U;
        QTest::newRow("empty object") << QByteArray::fromHex("0100") << 1U << 0U;
        QTest::newRow("sum under") << QByteArray::fromHex("0101") << 1U << 2U;
        QTest::newRow("sum over") << QByteArray::fromHex("01010102") << 2U << 2U;
        QTest::newRow("cut") << QByteArray::fromHex("010101") << 2U << 2U;
        QTest::newRow("number too long") << QByteArray::fromHex("01ffffffffffffffffffff01") << 1U << 1U;
    }
    void hostileTableIsDamage()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(uint32_t, count);
        QFETCH(uint32_t, rawSize);
        ByteReader reader(bytes, "table");
        VERIFY_FAILS(ErrorKind::Damaged, decodeTable(reader, count, rawSize));
    }
};

QTEST_APPLESS_MAIN(TestBlock)
#include "tst_block.moc"
