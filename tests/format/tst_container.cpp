#include "format/sample_container.h"

using namespace backspool;
using namespace backspool::format;

class TestContainer : public QObject
{
    Q_OBJECT

    static void verifyEqual(const ContainerIndex &actual, const ContainerIndex &expected)
    {
        QCOMPARE(actual.blocks.size(), expected.blocks.size());
        QCOMPARE(actual.objects.size(), expected.objects.size());
        for (size_t i = 0; i < expected.blocks.size(); ++i) {
            QCOMPARE(actual.blocks[i].offset, expected.blocks[i].offset);
            QCOMPARE(actual.blocks[i].storedSize, expected.blocks[i].storedSize);
            QCOMPARE(actual.blocks[i].counter, expected.blocks[i].counter);
            QCOMPARE(actual.blocks[i].kind, expected.blocks[i].kind);
            QCOMPARE(actual.blocks[i].firstObject, expected.blocks[i].firstObject);
            QCOMPARE(actual.blocks[i].objectCount, expected.blocks[i].objectCount);
        }
        for (size_t i = 0; i < expected.objects.size(); ++i) {
            QCOMPARE(actual.objects[i].name, expected.objects[i].name);
            QCOMPARE(actual.objects[i].kind, expected.objects[i].kind);
            QCOMPARE(actual.objects[i].size, expected.objects[i].size);
            QVERIFY(actual.objects[i].place == expected.objects[i].place);
        }
    }

    static void addSampleRows()
    {
        QTest::addColumn<SampleContainer>("sample");
        QTest::newRow("BDF") << sampleBdf();
        QTest::newRow("DTF") << sampleDtf();
        QTest::newRow("empty") << writeContainer(ContainerKind::Bdf, {}, false);
    }

private Q_SLOTS:
    void readerGivesBackWhatWasWritten_data() { addSampleRows(); }
    void readerGivesBackWhatWasWritten()
    {
        QFETCH(SampleContainer, sample);
        MemorySource source(sample.bytes);
        const auto reader = sample.open(source);
        VERIFY_RESULT(reader);
        QVERIFY(reader->isFinished());
        QVERIFY(!reader->headerDamage());
        QCOMPARE(reader->header().client, sample.header.client);
        QCOMPARE(reader->header().lease, sample.header.lease);
        QCOMPARE(reader->header().created, sample.header.created);

        const auto index = reader->readIndex();
        VERIFY_RESULT(index);
        verifyEqual(*index, sample.index);
        for (size_t i = 0; i < sample.blocks.size(); ++i) {
            const auto objects = reader->readObjects(index->blocks[i].offset);
            VERIFY_RESULT(objects);
            QCOMPARE(objects->count(), sample.blocks[i].size());
            for (size_t slot = 0; slot < objects->count(); ++slot) {
                QCOMPARE(objects->object(slot), QByteArrayView(sample.blocks[i][slot].bytes));
                QCOMPARE(objects->kind(slot), sample.blocks[i][slot].kind);
            }
        }
    }

    void scanAndIndexAgree_data() { addSampleRows(); }
    void scanAndIndexAgree()
    {
        QFETCH(SampleContainer, sample);
        MemorySource source(sample.bytes);
        std::vector<Error> damages;
        uint64_t validSize = 0;
        verifyEqual(sample.open(source)->scan(sampleDigester(), &damages, &validSize), sample.index);
        QCOMPARE(damages.size(), 0U);
        QCOMPARE(validSize, uint64_t(sample.bytes.size() - ContainerFooter::kSize));
        verifyEqual(sample.open(source)->scan(sampleDigester(), nullptr, nullptr), sample.index);
    }

    void containerThatIsStillWrittenIsReadByScan()
    {
        const auto sample = sampleDtf();
        auto expected = sample.index;
        for (auto &object : expected.objects) {
            if (object.kind == ObjectKind::Version)
                object.name = {}; // only an index knows it
        }
        MemorySource source(sample.bytes.first(qsizetype(sample.indexOffset)));
        const auto reader = sample.open(source);
        VERIFY_RESULT(reader);
        QVERIFY(!reader->isFinished());
        VERIFY_FAILS(ErrorKind::NotFound, reader->readIndex());
        std::vector<Error> damages;
        uint64_t validSize = 0;
        verifyEqual(reader->scan(sampleDigester(), &damages, &validSize), expected);
        QCOMPARE(damages.size(), 0U);
        QCOMPARE(validSize, sample.indexOffset);
    }

    void otherKeyOpensNothing()
    {
        const auto sample = sampleBdf();
        MemorySource source(sample.bytes);
        const auto reader = ContainerReader::open(source, sample.header.kind, sample.header.uuid, codec::sampleKey(4));
        VERIFY_RESULT(reader);
        VERIFY_FAILS(ErrorKind::Damaged, reader->readIndex());
        VERIFY_FAILS(ErrorKind::Damaged, reader->readBlock(ContainerHeader::kSize));
        std::vector<Error> damages;
        QCOMPARE(reader->scan(sampleDigester(), &damages, nullptr).blocks.size(), 0U);
        QVERIFY(!damages.empty());
    }
    void containerUnderAnotherNameOpensNothing()
    {
        const auto sample = sampleBdf();
        MemorySource source(sample.bytes);
        const auto reader = ContainerReader::open(source, sample.header.kind, randomContainerUuid(), sample.key);
        VERIFY_RESULT(reader);
        QVERIFY(reader->headerDamage());
        QVERIFY(!reader->isFinished());
        VERIFY_FAILS(ErrorKind::Damaged, reader->readBlock(ContainerHeader::kSize));
    }
    void errorsNameContainerAndPlace()
    {
        const auto sample = sampleBdf();
        auto bytes = sample.bytes;
        const auto offset = sample.index.blocks[1].offset;
        bytes[offset + BlockHeader::kSize] = char(bytes[offset + BlockHeader::kSize] ^ 1);
        MemorySource source(bytes);
        const auto block = sample.open(source)->readBlock(offset);
        VERIFY_FAILS(ErrorKind::Damaged, block);
        QVERIFY(block.error().text().contains(QLatin1StringView(toHex(sample.header.uuid))));
        QVERIFY(block.error().text().contains(QString::number(offset)));
    }
    void unknownVersionIsNotGuessedAt()
    {
        const auto sample = sampleBdf();
        auto bytes = sample.bytes;
        auto header = sample.header;
        header.keySlot = 7;
        bytes.replace(0, ContainerHeader::kSize, header.encode());
        MemorySource source(bytes);
        VERIFY_FAILS(ErrorKind::Unsupported, sample.open(source));
    }

    void indexLargerThanABlockIsSplit()
    {
        // 34 bytes or more for an object: 65,535 objects a block make 2.2 MiB of index.
        std::vector<std::vector<StoredObject>> blocks(5);
        for (auto &block : blocks)
            block.assign(kMaxObjectsInBlock, chunkObject("x"));
        const auto sample = writeContainer(ContainerKind::Bdf, std::move(blocks), false);
        MemorySource source(sample.bytes);
        const auto reader = sample.open(source);
        const auto index = reader->readIndex();
        VERIFY_RESULT(index);
        verifyEqual(*index, sample.index);
        verifyEqual(reader->scan(sampleDigester(), nullptr, nullptr), sample.index);
        const auto footer = ContainerFooter::decode(sample.bytes.last(ContainerFooter::kSize));
        QCOMPARE(footer->indexBlockCount, 2U);
    }

    void blocksSealedElsewhereAreTheSame()
    {
        const auto sample = sampleBdf();
        MemorySink sink;
        ContainerWriter writer(sample.header, sample.key, sink);
        VERIFY_RESULT(writer.begin());
        BlockPacker packer(BlockKind::Chunks);
        packer.add(ObjectKind::Chunk, "one");
        const auto block = packer.take();
        const auto second = writer.seal(block, 1);
        const auto first = writer.seal(block, 0);
        const std::vector<ObjectName> names = {sampleDigester().chunk("one")};
        QCOMPARE(*writer.appendSealed(first, block.table, names, block.kind), uint32_t(ContainerHeader::kSize));
        QCOMPARE(*writer.appendSealed(second, block.table, names, block.kind),
                 uint32_t(ContainerHeader::kSize + first.size()));
        QCOMPARE(writer.nextCounter(), 2U);
        VERIFY_RESULT(writer.finish());
        QCOMPARE(writer.size(), sink.bytes().size());
        MemorySource source(sink.bytes());
        const auto reader = sample.open(source);
        QCOMPARE(reader->scan(sampleDigester(), nullptr, nullptr).objects.size(), 2U);
    }

    void fullDiskIsAnError_data()
    {
        QTest::addColumn<qsizetype>("room");
        for (const qsizetype room : {0, 50, 100, 200, 400})
            QTest::addRow("%lld bytes", static_cast<long long>(room)) << room;
    }
    void fullDiskIsAnError()
    {
        QFETCH(qsizetype, room);
        const auto sample = sampleBdf();
        MemorySink sink;
        sink.limit(room);
        ContainerWriter writer(sample.header, sample.key, sink);
        BlockPacker packer(BlockKind::Chunks);
        packer.add(ObjectKind::Chunk, QByteArray(200, 'x'));
        const auto block = packer.take();
        const auto written = writer.begin()
                                 .and_then([&] { return writer.append(block, {sampleDigester().chunk("x")}); })
                                 .and_then([&](uint32_t) { return writer.finish(); });
        VERIFY_FAILS(ErrorKind::NoSpace, written);
    }
};

QTEST_APPLESS_MAIN(TestContainer)
#include "tst_container.moc"
