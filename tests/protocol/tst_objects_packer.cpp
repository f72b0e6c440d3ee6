#include "protocol/objects_packer.h"

#include <QRandomGenerator>
#include <QTest>

using namespace backspool;
using namespace backspool::protocol;
using format::ObjectKind;

namespace {

format::PackedBlock asItIs(format::PackedBlock block)
{
    return block;
}

} // namespace

class TestObjectsPacker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachObjectIsWhereTheMessageSays()
    {
        const uint32_t seed = QRandomGenerator::system()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        for (int round = 0; round < 10; ++round) {
            ObjectsPacker packer(asItIs);
            std::vector<QByteArray> objects;
            const ObjectKind kinds[] = {ObjectKind::Chunk, ObjectKind::Node, ObjectKind::Version};
            for (int i = random.bounded(1, 60); i > 0; --i) {
                const QByteArray bytes(random.bounded(1, 1 << random.bounded(1, 20)), char(random.generate()));
                packer.addObject(uint32_t(objects.size()), kinds[random.bounded(3)], bytes);
                objects.push_back(bytes);
            }
            const auto message = packer.take();
            QCOMPARE(message.places.size(), objects.size());
            codec::Decompressor decompressor;
            for (const auto &[index, block, slot] : message.places) {
                QVERIFY(block < message.blocks.size());
                const auto unpacked = format::unpackBlock(message.blocks[block], decompressor);
                QVERIFY(unpacked && slot < unpacked->count());
                QCOMPARE(unpacked->object(slot), objects[index]);
                const bool isChunk = unpacked->kind(slot) == ObjectKind::Chunk;
                QCOMPARE(message.blocks[block].kind, isChunk ? format::BlockKind::Chunks : format::BlockKind::Tree);
            }
        }
    }

    void itsSizeCountsWhatIsNotInABlockYet()
    {
        ObjectsPacker packer(asItIs);
        packer.addObject(0, ObjectKind::Chunk, QByteArray(300'000, 'a'));
        packer.addObject(1, ObjectKind::Node, QByteArray(400'000, 'b'));
        QCOMPARE(packer.blockCount(), size_t(0));
        QCOMPARE(packer.size(), 700'000);
        packer.addBlock({.rawSize = 5, .payload = "12345"}, {{2, 0}});
        packer.addObject(3, ObjectKind::Chunk, QByteArray(format::kMaxBlockSize, 'c'));
        QCOMPARE(packer.size(), 700'005 + format::kMaxBlockSize);
        packer.addFailure(4, {ErrorKind::NotFound, QString(1'000, QLatin1Char('x'))});
        const auto message = packer.take();
        QCOMPARE(message.blocks.size(), size_t(4));
        QCOMPARE(message.failures.front().text.size(), 300);
        QCOMPARE(packer.size(), 0);
        QVERIFY(packer.take().places.empty());
    }
};

QTEST_APPLESS_MAIN(TestObjectsPacker)
#include "tst_objects_packer.moc"
