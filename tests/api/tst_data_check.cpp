#include "api/data_check.h"
#include "codec/chunker.h"
#include "format/directory_entry.h"
#include "format/node_tree.h"
#include "format/version_record.h"

#include <QTest>

using namespace backspool;
using namespace backspool::api;
using format::BlockKind;
using format::BlockPacker;
using format::ObjectKind;

class TestDataCheck : public QObject
{
    Q_OBJECT

    const codec::Digester digester_{codec::SecretKey::fromBytes(QByteArray(32, 'k'))};

    QByteArray message(format::PackedBlock block, const std::vector<ObjectName> &names,
                       std::vector<ObjectName> versionNames = {}) const
    {
        return protocol::Data{std::move(block), protocol::namesCheck(names), std::move(versionNames)}.encode();
    }
    static format::PackedBlock blockOf(BlockKind kind, ObjectKind object, const std::vector<QByteArray> &objects)
    {
        BlockPacker packer(kind);
        for (const auto &bytes : objects)
            packer.add(object, bytes);
        return packer.take();
    }
    static format::PackedBlock compressed(format::PackedBlock block)
    {
        codec::Compressor compressor(3);
        return format::compressBlock(std::move(block), compressor);
    }
    QByteArray emptyDirectory() const
    {
        QByteArray node;
        format::NodeTreeBuilder builder(format::TreeKind::Directory, digester_,
                                        [&](const ObjectName &, QByteArray bytes) { node = std::move(bytes); });
        builder.finish();
        return node;
    }
    static QByteArray version(uint64_t size)
    {
        format::VersionRecord record;
        record.size = size;
        record.extentCount = 1;
        record.inlineExtents = {{.length = size}};
        return record.encode();
    }

private Q_SLOTS:
    void chunksAreNamedByTheirBytes()
    {
        const std::vector<QByteArray> chunks = {QByteArray(100'000, 'a'), "b"};
        const std::vector<ObjectName> names = {digester_.chunk(chunks[0]), digester_.chunk(chunks[1])};
        const auto block = compressed(blockOf(BlockKind::Chunks, ObjectKind::Chunk, chunks));
        QCOMPARE(block.codec, format::Codec::Zstd);
        const auto checked = checkData(message(block, names), digester_);
        QVERIFY(checked);
        QCOMPARE(checked->names, names);
        QCOMPARE(checked->block.payload, block.payload);
    }

    void nodesAndVersionsAreNamed()
    {
        const auto node = emptyDirectory();
        const auto signature = digester_.chunk("a signature");
        BlockPacker packer(BlockKind::Tree);
        packer.add(ObjectKind::Node, node);
        packer.add(ObjectKind::Version, version(100'000));
        const std::vector<ObjectName> names = {digester_.node(node), signature};
        const auto checked = checkData(message(packer.take(), names, {signature}), digester_);
        QVERIFY2(checked, checked ? "" : qPrintable(checked.error().text()));
        QCOMPARE(checked->names, names);
    }

    void anotherContentThanTheClientThinksIsDamage()
    {
        const auto checked =
            checkData(message(blockOf(BlockKind::Chunks, ObjectKind::Chunk, {"b"}), {digester_.chunk("a")}), digester_);
        QCOMPARE(checked.error().kind(), ErrorKind::Damaged);
    }

    void aBombIsNotExpanded()
    {
        auto block = compressed(blockOf(BlockKind::Chunks, ObjectKind::Chunk, {QByteArray(200'000, 'a')}));
        QCOMPARE(block.codec, format::Codec::Zstd);
        block.rawSize = 1'000;
        block.table[0].size = 1'000;
        QVERIFY(!checkData(message(block, {digester_.chunk("x")}), digester_));
    }

    void tooLargeAChunkIsRefused()
    {
        const QByteArray chunk(codec::kMaxChunk + 1, 'a');
        const auto checked = checkData(
            message(blockOf(BlockKind::Chunks, ObjectKind::Chunk, {chunk}), {digester_.chunk(chunk)}), digester_);
        QCOMPARE(checked.error().kind(), ErrorKind::Invalid);
    }

    void whatDoesNotParseIsRefused()
    {
        const QByteArray node("no node at all");
        QVERIFY(
            !checkData(message(blockOf(BlockKind::Tree, ObjectKind::Node, {node}), {digester_.node(node)}), digester_));
        const auto name = digester_.chunk("s");
        QVERIFY(
            !checkData(message(blockOf(BlockKind::Tree, ObjectKind::Version, {"\xff"}), {name}, {name}), digester_));
    }

    void signaturesAndRecordsAreAsMany()
    {
        const auto name = digester_.chunk("s");
        const auto block = blockOf(BlockKind::Tree, ObjectKind::Version, {version(70'000)});
        QVERIFY(checkData(message(block, {name}, {name}), digester_));
        QVERIFY(!checkData(message(block, {name}), digester_));
        QVERIFY(!checkData(message(block, {name}, {name, name}), digester_));
        QVERIFY(!checkData(message(block, {ObjectName()}, {ObjectName()}), digester_));
    }

    void pointsAndStatesAreNotAClientsToSend()
    {
        for (const auto &[kind, object] :
             {std::pair(BlockKind::Point, ObjectKind::Point), std::pair(BlockKind::Index, ObjectKind::Index),
              std::pair(BlockKind::State, ObjectKind::State)})
            QVERIFY(!checkData(message(blockOf(kind, object, {"x"}), {ObjectName()}), digester_));
    }

    void garbageIsRefused()
    {
        QVERIFY(!checkData({}, digester_));
        QVERIFY(!checkData(QByteArray(1'000, '\xff'), digester_));
    }
};

QTEST_GUILESS_MAIN(TestDataCheck)
#include "tst_data_check.moc"
