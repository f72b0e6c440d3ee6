#include "codec/signature.h"
#include "mount/memory_line.h"
#include "mount/version_extents.h"
#include "read/point_maker.h"
#include "support/verify_ok.h"

#include <random>
#include <ranges>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

class TestVersionExtents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rangesAreMadeOfTheirExtents_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("one") << 1;
        QTest::newRow("in the record") << 60;
        QTest::newRow("in a tree of some levels") << 40'000;
    }
    void rangesAreMadeOfTheirExtents()
    {
        QFETCH(int, count);
        MemoryService service(testDigester());
        std::mt19937 random(3);
        const auto digester = testDigester();
        format::VersionBuilder builder(digester, service.nodeEmitter());
        std::vector<PlacedExtent> all;
        uint64_t size = 0;
        for (int i = 0; i < count; ++i) {
            ObjectName chunk;
            if (i % 5 != 1) // a hole after a hole would be joined with it
                chunk = testDigester().chunk(QByteArray::number(i));
            const format::Extent extent{chunk, chunk.isNull() ? 0 : random() % 100, 1 + random() % 5'000};
            builder.add(extent);
            all.push_back({extent, size, {}});
            size += extent.length;
        }
        const auto record = builder.finish();
        const auto name = testDigester().chunk("the version");
        service.add(format::ObjectKind::Version, name, record.encode());
        // The service gives nodes only under what it gave: a point's root stands for it here.
        PointMaker maker(service);
        auto entry = maker.file("f", "");
        entry.entry.size = size;
        entry.entry.content = name;
        const auto point = maker.point({entry});
        QVERIFY(service.point(point));
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        const auto root = service.point(point)->root.content;
        VERIFY_OK(nodes.read({}, root));
        VERIFY_OK(fetcher.get({root, name, format::ObjectKind::Version}));

        for (int i = 0; i < 300; ++i) {
            const uint64_t begin = random() % size;
            const uint64_t end = std::min(size, begin + 1 + random() % 20'000);
            const auto found = extentsOf(nodes, record, name, begin, end);
            VERIFY_OK(found);
            auto expected = all | std::views::filter([&](const auto &extent) {
                                return extent.at < end && extent.at + extent.extent.length > begin;
                            });
            auto at = expected.begin();
            for (const auto &extent : *found) {
                QVERIFY(at != expected.end());
                QVERIFY(extent.extent == (*at).extent);
                QCOMPARE(extent.at, (*at).at);
                ++at;
            }
            QVERIFY(at == expected.end());
        }
    }
    void extentsThatDoNotFillTheContentAreDamage()
    {
        MemoryService service(testDigester());
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        format::VersionRecord record;
        record.size = 100;
        record.inlineExtents = {{testDigester().chunk("x"), 0, 90}};
        VERIFY_FAILS(ErrorKind::Damaged, extentsOf(nodes, record, {}, 50, 100));
        VERIFY_OK(extentsOf(nodes, record, {}, 50, 60));
        record.inlineExtents.push_back({testDigester().chunk("y"), 0, 20});
        VERIFY_FAILS(ErrorKind::Damaged, extentsOf(nodes, record, {}, 50, 100));
    }
};

QTEST_GUILESS_MAIN(TestVersionExtents)
#include "tst_version_extents.moc"
