/// Small containers with every byte changed, cut, lost or doubled: nothing wrong is ever given as right, and what lies
/// in other blocks is found.
#include "format/sample_container.h"

#include <algorithm>
#include <set>

using namespace backspool;
using namespace backspool::format;

namespace {

/// Where the bytes of a container that differ from the original begin and end (in the original).
struct Change
{
    qsizetype from = 0;
    qsizetype to = 0;
    bool touches(const IndexedBlock &block) const
    {
        return from < qsizetype(block.offset) + qsizetype(block.storedSize) && to > qsizetype(block.offset);
    }
};

/// Each named object of @p index read back; false when one of them is not what its name says.
bool allAreWhatTheirNamesSay(const ContainerReader &reader, const ContainerIndex &index, const SampleContainer &sample)
{
    for (const auto &object : index.objects) {
        const auto objects = reader.readObjects(object.place.blockOffset);
        if (!objects || object.place.slot >= objects->count() || objects->kind(object.place.slot) != object.kind)
            return false;
        const auto bytes = objects->objectCopy(object.place.slot);
        switch (object.kind) {
        case ObjectKind::Chunk:
            if (sampleDigester().chunk(bytes) != object.name)
                return false;
            break;
        case ObjectKind::Node:
            if (sampleDigester().node(bytes) != object.name)
                return false;
            break;
        default: {
            // The seal alone vouches: it must be one of the objects that were written.
            bool known = false;
            for (const auto &block : sample.blocks) {
                for (const auto &stored : block)
                    known = known || (stored.kind == object.kind && stored.bytes == bytes &&
                                      (object.name.isNull() || object.name == stored.name));
            }
            if (!known)
                return false;
        }
        }
    }
    return true;
}

std::multiset<QByteArray> contentsOf(const ContainerReader &reader, const ContainerIndex &index)
{
    std::multiset<QByteArray> contents;
    for (const auto &object : index.objects)
        contents.insert(reader.readObjects(object.place.blockOffset)->objectCopy(object.place.slot));
    return contents;
}

/// What the blocks hold that @p change does not touch.
std::multiset<QByteArray> untouchedContents(const SampleContainer &sample, const Change &change)
{
    std::multiset<QByteArray> contents;
    for (size_t i = 0; i < sample.blocks.size(); ++i) {
        if (change.touches(sample.index.blocks[i]))
            continue;
        for (const auto &object : sample.blocks[i])
            contents.insert(object.bytes);
    }
    return contents;
}

/// The same with all places where bytes lost would give the same file: in a run of one byte nobody can tell which.
Change widened(const SampleContainer &sample, Change lost)
{
    const auto &bytes = sample.bytes;
    Change wide = lost;
    for (qsizetype from = lost.from, to = lost.to; from > 0 && bytes[from - 1] == bytes[to - 1]; --from, --to)
        wide.from = from - 1;
    for (qsizetype from = lost.from, to = lost.to; to < bytes.size() && bytes[from] == bytes[to]; ++from, ++to)
        wide.to = to + 1;
    return wide;
}

void verifyDamaged(const SampleContainer &sample, const QByteArray &bytes, const Change &change)
{
    MemorySource source(bytes);
    const auto reader = sample.open(source);
    VERIFY_RESULT(reader);
    // An index that can be read is the one that was written.
    if (const auto index = reader->readIndex()) {
        QCOMPARE(index->objects.size(), sample.index.objects.size());
        for (size_t i = 0; i < index->objects.size(); ++i)
            QCOMPARE(index->objects[i].name, sample.index.objects[i].name);
    }
    std::vector<Error> damages;
    uint64_t validSize = 0;
    const auto scanned = reader->scan(sampleDigester(), &damages, &validSize);
    QVERIFY(validSize <= uint64_t(bytes.size()));
    QVERIFY(allAreWhatTheirNamesSay(*reader, scanned, sample));
    const auto contents = contentsOf(*reader, scanned);
    if (bytes.size() == sample.bytes.size())
        QCOMPARE(contents, untouchedContents(sample, change));
    else
        QVERIFY(std::ranges::includes(contents, untouchedContents(sample, widened(sample, change))));

    const bool touchesHeader = change.from < ContainerHeader::kSize;
    QCOMPARE(bool(reader->headerDamage()), touchesHeader && change.to > change.from);
    bool touchesBlock = change.from < qsizetype(bytes.size()) && change.to > qsizetype(sample.indexOffset) &&
                        change.from < sample.bytes.size() - ContainerFooter::kSize;
    for (const auto &block : sample.index.blocks)
        touchesBlock = touchesBlock || change.touches(block);
    if (reader->isFinished())
        QCOMPARE(!damages.empty(), touchesBlock);
    for (const auto &damage : damages)
        QVERIFY(damage.text().contains(QLatin1StringView(toHex(sample.header.uuid))));
}

} // namespace

class TestContainerDamage : public QObject
{
    Q_OBJECT

    static void addSampleRows()
    {
        QTest::addColumn<SampleContainer>("sample");
        QTest::newRow("BDF") << sampleBdf();
        QTest::newRow("DTF") << sampleDtf();
    }

private Q_SLOTS:
    void everyChangedByteCostsItsBlockOnly_data() { addSampleRows(); }
    void everyChangedByteCostsItsBlockOnly()
    {
        QFETCH(SampleContainer, sample);
        for (qsizetype at = 0; at < sample.bytes.size(); ++at) {
            for (const int mask : {0x01, 0x80, 0xff}) {
                auto bytes = sample.bytes;
                bytes[at] = char(bytes[at] ^ mask);
                verifyDamaged(sample, bytes, {at, at + 1});
                if (QTest::currentTestFailed())
                    QFAIL(qPrintable(QStringLiteral("byte %1, mask %2").arg(at).arg(mask)));
            }
        }
    }

    void everyCutKeepsWhatCameBefore_data() { addSampleRows(); }
    void everyCutKeepsWhatCameBefore()
    {
        QFETCH(SampleContainer, sample);
        for (qsizetype size = 0; size < sample.bytes.size(); ++size) {
            MemorySource source(sample.bytes.first(size));
            const auto reader = sample.open(source);
            VERIFY_RESULT(reader);
            QVERIFY(!reader->isFinished());
            std::vector<Error> damages;
            uint64_t validSize = 0;
            const auto scanned = reader->scan(sampleDigester(), &damages, &validSize);
            QCOMPARE(damages.size(), 0U);
            QCOMPARE(contentsOf(*reader, scanned), untouchedContents(sample, {size, sample.bytes.size()}));
            auto expected = uint64_t(std::min(size, ContainerHeader::kSize));
            for (const auto &block : sample.index.blocks) {
                if (uint64_t(block.offset) + block.storedSize <= uint64_t(size))
                    expected = uint64_t(block.offset) + block.storedSize;
            }
            if (size >= sample.bytes.size() - ContainerFooter::kSize)
                expected = uint64_t(sample.bytes.size() - ContainerFooter::kSize);
            QCOMPARE(validSize, expected);
        }
    }

    void lostBytesCostTheirBlocksOnly_data() { addSampleRows(); }
    void lostBytesCostTheirBlocksOnly()
    {
        QFETCH(SampleContainer, sample);
        for (qsizetype at = ContainerHeader::kSize; at < qsizetype(sample.indexOffset); ++at) {
            for (const qsizetype length : {1, 40, 300}) {
                const qsizetype end = std::min(at + length, qsizetype(sample.indexOffset));
                auto bytes = sample.bytes;
                bytes.remove(at, end - at);
                verifyDamaged(sample, bytes, {at, end});
                if (QTest::currentTestFailed())
                    QFAIL(qPrintable(QStringLiteral("%1 bytes lost at %2").arg(length).arg(at)));
            }
        }
    }

    void strangeBytesCostTheirBlockOnly_data() { addSampleRows(); }
    void strangeBytesCostTheirBlockOnly()
    {
        QFETCH(SampleContainer, sample);
        const auto strange = codec::sampleBytes(77) + "BLK1BLK1" + codec::sampleBytes(40, 9);
        for (qsizetype at = ContainerHeader::kSize; at < qsizetype(sample.indexOffset); ++at) {
            auto bytes = sample.bytes;
            bytes.insert(at, strange);
            MemorySource source(bytes);
            const auto reader = sample.open(source);
            std::vector<Error> damages;
            const auto scanned = reader->scan(sampleDigester(), &damages, nullptr);
            QVERIFY(allAreWhatTheirNamesSay(*reader, scanned, sample));
            QVERIFY(!damages.empty());
            // Between two blocks they cost nothing; within one, that one.
            Change change{at, at + 1};
            for (const auto &block : sample.index.blocks) {
                if (qsizetype(block.offset) == at)
                    change.to = at;
            }
            QCOMPARE(contentsOf(*reader, scanned), untouchedContents(sample, change));
        }
    }

    void blockThatStandsTwiceIsGivenOnce()
    {
        const auto sample = sampleBdf();
        const auto &block = sample.index.blocks[1];
        const auto copy = sample.bytes.sliced(block.offset, block.storedSize);
        for (const auto &before : sample.index.blocks) {
            auto bytes = sample.bytes;
            bytes.insert(before.offset, copy);
            MemorySource source(bytes);
            const auto reader = sample.open(source);
            std::vector<Error> damages;
            const auto scanned = reader->scan(sampleDigester(), &damages, nullptr);
            QVERIFY(allAreWhatTheirNamesSay(*reader, scanned, sample));
            QVERIFY(!damages.empty());
            for (size_t i = 1; i < scanned.blocks.size(); ++i)
                QVERIFY(scanned.blocks[i - 1].counter < scanned.blocks[i].counter);
        }
    }
    void lostBlockIsNamed()
    {
        const auto sample = sampleBdf();
        const auto &block = sample.index.blocks[2];
        auto bytes = sample.bytes;
        bytes.remove(block.offset, block.storedSize);
        MemorySource source(bytes);
        std::vector<Error> damages;
        const auto scanned = sample.open(source)->scan(sampleDigester(), &damages, nullptr);
        QCOMPARE(scanned.blocks.size(), sample.index.blocks.size() - 1);
        QCOMPARE(damages.size(), 1U);
        QVERIFY(damages[0].text().contains(QStringLiteral("missing before this place: 1")));
    }
    void sourceThatCannotReadAPlaceCostsThatBlockOnly()
    {
        class BadPlace final : public ByteSource
        {
        public:
            BadPlace(QByteArray bytes, uint64_t from, uint64_t to) : good_(std::move(bytes)), from_(from), to_(to) {}
            uint64_t size() const override { return good_.size(); }
            Result<QByteArray> read(uint64_t offset, qsizetype size) override
            {
                if (offset < to_ && offset + uint64_t(size) > from_)
                    return fail(ErrorKind::Io, QStringLiteral("the disk failed"));
                return good_.read(offset, size);
            }

        private:
            MemorySource good_;
            uint64_t from_;
            uint64_t to_;
        };
        const auto sample = sampleBdf();
        const auto &bad = sample.index.blocks[2];
        const uint64_t body = bad.offset + uint64_t(BlockHeader::kSize);
        BadPlace source(sample.bytes, body, body + 1);
        const auto reader = sample.open(source);
        VERIFY_RESULT(reader);
        VERIFY_FAILS(ErrorKind::Io, reader->readBlock(bad.offset));
        std::vector<Error> damages;
        const auto scanned = reader->scan(sampleDigester(), &damages, nullptr);
        QCOMPARE(damages.size(), 1U);
        QCOMPARE(damages[0].kind(), ErrorKind::Io);
        QCOMPARE(contentsOf(*reader, scanned), untouchedContents(sample, {bad.offset, bad.offset + 1}));

        BadPlace header(sample.bytes, 0, 1);
        VERIFY_FAILS(ErrorKind::Io, sample.open(header));
    }
};

QTEST_APPLESS_MAIN(TestContainerDamage)
#include "tst_container_damage.moc"
