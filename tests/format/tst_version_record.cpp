#include "format/test_parts.h"
#include "format/version_record.h"

using namespace backspool;
using namespace backspool::format;

namespace {

Extent chunkPart(uint32_t name, uint64_t offset, uint64_t length)
{
    return {sampleName(name), offset, length};
}
Extent hole(uint64_t length)
{
    return {{}, 0, length};
}

VersionRecord build(const std::vector<Extent> &extents, NodeMap &nodes)
{
    VersionBuilder builder(sampleDigester(), nodes.emitter());
    for (const auto &extent : extents)
        builder.add(extent);
    return builder.finish();
}

Result<std::vector<Extent>> extentsOf(const VersionRecord &record, const NodeMap &nodes)
{
    std::vector<Extent> extents;
    TRY(record.forEachExtent(nodes.fetcher(), [&](const Extent &extent) -> Result<bool> {
        extents.push_back(extent);
        return true;
    }));
    return extents;
}

std::vector<Extent> randomExtents(Random &random, size_t count)
{
    std::vector<Extent> extents;
    bool lastWasHole = false;
    while (extents.size() < count) {
        lastWasHole = !lastWasHole && pick(random, 0, 3) == 0;
        const uint64_t offset = randomNumber(random, 1 << 20);
        extents.push_back(lastWasHole ? hole(pick(random, 1, 1 << 30))
                                      : chunkPart(uint32_t(random()), offset, pick(random, 1, 1 << 20)));
    }
    return extents;
}

QByteArray recordOf(uint64_t size, uint64_t count, uint8_t form, QByteArrayView rest)
{
    return ByteWriter().varint(size).varint(count).u8(form).bytes(rest).take();
}
QByteArray sized(const Extent &extent)
{
    return ByteWriter().sizedBytes(extent.encode()).take();
}

} // namespace

class TestVersionRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void versionComesBack_data()
    {
        QTest::addColumn<uint32_t>("seed");
        QTest::addColumn<size_t>("count");
        uint32_t seed = std::random_device()();
        for (const size_t count : {1, 2, 63, 64, 65, 66, 1000, 20'000}) {
            QTest::addRow("%zu extents, seed %u", count, seed) << seed << count;
            ++seed;
        }
    }
    void versionComesBack()
    {
        QFETCH(uint32_t, seed);
        QFETCH(size_t, count);
        Random random(seed);
        const auto extents = randomExtents(random, count);
        NodeMap nodes;
        const auto record = build(extents, nodes);
        QCOMPARE(record.extentCount, uint64_t(count));
        QCOMPARE(record.extentTree.isNull(), count <= kMaxInlineExtents);
        QCOMPARE(nodes.size() > 0, count > kMaxInlineExtents);
        QVERIFY(*extentsOf(record, nodes) == extents);

        const auto bytes = record.encode();
        const auto decoded = VersionRecord::decode(bytes);
        VERIFY_RESULT(decoded);
        QVERIFY(*decoded == record);
        for (qsizetype size = 0; size < bytes.size(); ++size)
            VERIFY_FAILS(ErrorKind::Damaged, VersionRecord::decode(QByteArrayView(bytes).first(size)));
    }

    void neighboursAreJoined()
    {
        NodeMap nodes;
        const auto record = build({hole(5), hole(6), chunkPart(1, 0, 10), chunkPart(1, 10, 5), chunkPart(1, 16, 1),
                                   chunkPart(2, 17, 1), hole(1), chunkPart(2, 18, 1)},
                                  nodes);
        QVERIFY((record.inlineExtents == std::vector<Extent>{hole(11), chunkPart(1, 0, 15), chunkPart(1, 16, 1),
                                                             chunkPart(2, 17, 1), hole(1), chunkPart(2, 18, 1)}));
        QCOMPARE(record.size, 30U);
        QCOMPARE(record.extentCount, 6U);
    }
    void builderCanBuildAgain()
    {
        Random random(4);
        NodeMap nodes;
        VersionBuilder builder(sampleDigester(), nodes.emitter());
        for (const size_t count : {100, 5, 200, 64}) {
            const auto extents = randomExtents(random, count);
            for (const auto &extent : extents)
                builder.add(extent);
            const auto record = builder.finish();
            QVERIFY(*extentsOf(record, nodes) == extents);
        }
    }
    void oneChangedExtentMakesFewNewNodes()
    {
        Random random(5);
        auto extents = randomExtents(random, 65'000);
        NodeMap nodes;
        build(extents, nodes);
        extents[30'000] = chunkPart(1, 0, 7);
        NodeMap after;
        build(extents, after);
        const auto fresh = std::ranges::count_if(after.order(), [&](const auto &n) { return !nodes.contains(n); });
        QVERIFY2(fresh <= 12, qPrintable(QString::number(fresh)));
        QVERIFY(after.size() > 60);
    }
    void visitorStopsTheWalk()
    {
        Random random(6);
        for (const size_t count : {10, 1000}) {
            NodeMap nodes;
            const auto record = build(randomExtents(random, count), nodes);
            int seen = 0;
            VERIFY_RESULT(
                record.forEachExtent(nodes.fetcher(), [&](const Extent &) -> Result<bool> { return ++seen < 3; }));
            QCOMPARE(seen, 3);
        }
    }

    void recordHasTheBytesOfTheSpecification()
    {
        VersionRecord record;
        record.size = 300;
        record.extentCount = 1;
        record.inlineExtents = {hole(300)};
        QCOMPARE(record.encode().toHex(), QByteArray("ac02"
                                                     "01"
                                                     "00"
                                                     "0301ac02"));
        record.inlineExtents.clear();
        record.extentCount = 70;
        record.extentTree = ObjectName::fromBytes(QByteArray(32, '\x11'));
        QCOMPARE(record.encode().toHex(), QByteArray("ac02"
                                                     "46"
                                                     "01") +
                                              QByteArray(64, '1'));
    }
    void unknownFieldsAreSkipped()
    {
        const auto bytes = recordOf(300, 1, 0, sized(hole(300)));
        const auto fields = ByteWriter().varint(1).sizedBytes("fingerprints").varint(99).sizedBytes("").take();
        const auto decoded = VersionRecord::decode(bytes + fields);
        VERIFY_RESULT(decoded);
        QCOMPARE(decoded->encode(), bytes);
        VERIFY_FAILS(ErrorKind::Damaged, VersionRecord::decode(bytes + fields.chopped(1)));
    }

    void hostileRecordIsDamage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no extents") << recordOf(300, 0, 0, {});
        QTest::newRow("no bytes") << recordOf(0, 0, 0, {});
        QTest::newRow("size of 2^63") << recordOf(1ULL << 63, 1, 1, sampleName(1).view());
        QTest::newRow("more extents than bytes") << recordOf(5, 6, 1, sampleName(1).view());
        QTest::newRow("form 2") << recordOf(300, 1, 2, sized(hole(300)));
        QTest::newRow("tree without name") << recordOf(300, 1, 1, ObjectName().view());
        QTest::newRow("65 extents in it") << recordOf(65, 65, 0, sized(hole(1)).repeated(65));
        QTest::newRow("extents under the size") << recordOf(300, 1, 0, sized(hole(299)));
        QTest::newRow("extents over the size") << recordOf(300, 1, 0, sized(hole(301)));
        QTest::newRow("sum over 2^64") << recordOf(300, 3, 0, sized(hole(~0ULL >> 1)).repeated(2) + sized(hole(302)));
        QTest::newRow("extent too long") << recordOf(300, 1, 0, ByteWriter().sizedBytes(QByteArray(54, '\1')).take());
    }
    void hostileRecordIsDamage()
    {
        QFETCH(QByteArray, bytes);
        VERIFY_FAILS(ErrorKind::Damaged, VersionRecord::decode(bytes));
    }
    void treeThatDoesNotSumToTheSizeIsDamage_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("extents");
        QTest::newRow("fewer bytes") << -1 << 0;
        QTest::newRow("more bytes") << 1 << 0;
        QTest::newRow("fewer extents") << 0 << -1;
        QTest::newRow("more extents") << 0 << 1;
    }
    void treeThatDoesNotSumToTheSizeIsDamage()
    {
        QFETCH(int, bytes);
        QFETCH(int, extents);
        Random random(8);
        NodeMap nodes;
        auto record = build(randomExtents(random, 100), nodes);
        VERIFY_RESULT(extentsOf(record, nodes));
        record.size -= uint64_t(bytes);
        record.extentCount -= uint64_t(extents);
        VERIFY_FAILS(ErrorKind::Damaged, extentsOf(record, nodes));
    }
};

QTEST_APPLESS_MAIN(TestVersionRecord)
#include "tst_version_record.moc"
