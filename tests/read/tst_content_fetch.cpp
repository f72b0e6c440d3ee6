#include "codec/signature.h"
#include "read/content_fetch.h"
#include "read/point_maker.h"
#include "read/point_reader.h"
#include "support/verify_ok.h"

#include <semaphore>

using namespace backspool;
using namespace backspool::engine;
using namespace backspool::tests;

namespace {

class Collected final : public ContentSink
{
public:
    Status data(QByteArrayView bytes) override
    {
        content += bytes;
        return {};
    }
    Status hole(uint64_t length) override
    {
        holes += length;
        if (length < 1'000'000'000)
            content += QByteArray(qsizetype(length), '\0');
        return {};
    }
    void finished(const Status &status) override
    {
        result = status;
        ++ends;
        done.release();
    }

    QByteArray content;
    uint64_t holes = 0;
    Status result;
    int ends = 0;
    std::binary_semaphore done{0};
};

QByteArray noise(qsizetype size, uint32_t seed)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (auto &byte : bytes) {
        seed = seed * 1'664'525 + 1'013'904'223;
        byte = char(seed >> 24);
    }
    return bytes;
}

} // namespace

class TestContentFetch : public QObject
{
    Q_OBJECT

private:
    struct Opened
    {
        explicit Opened(const std::function<std::vector<MadeEntry>(PointMaker &, MemoryService &)> &make)
            : service(testDigester())
        {
            PointMaker maker(service);
            point = maker.point(make(maker, service));
        }
        std::shared_ptr<Collected> fetch(const QByteArray &path)
        {
            ObjectFetcher fetcher(service, testDigester());
            NodeReader nodes(fetcher);
            ContentFetch contents(fetcher, testDigester());
            const auto reader = PointReader::open(service, nodes, point);
            const auto file = reader->find(path);
            auto sink = std::make_shared<Collected>();
            contents.fetch(file->entry, file->parent, sink);
            sink->done.acquire();
            fetcher.threads().waitUntilIdle();
            return sink;
        }
        MemoryService service;
        PointId point;
    };

private Q_SLOTS:
    void contentComesBack_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {0, 1, 4096, 65'535, 65'536, 65'537, 300'000, 3'000'000, 20'000'000})
            QTest::addRow("%lld", qlonglong(size)) << size;
    }
    void contentComesBack()
    {
        QFETCH(qsizetype, size);
        const QByteArray bytes = noise(size, 7);
        Opened opened([&](PointMaker &maker, MemoryService &) { return std::vector{maker.file("f", bytes)}; });
        const auto sink = opened.fetch("/f");
        VERIFY_OK(sink->result);
        QCOMPARE(sink->ends, 1);
        QVERIFY(sink->content == bytes);
    }

    void repeatedChunksComeEachTime()
    {
        const QByteArray bytes = noise(200'000, 1).repeated(60);
        Opened opened([&](PointMaker &maker, MemoryService &) { return std::vector{maker.file("f", bytes)}; });
        const auto sink = opened.fetch("/f");
        VERIFY_OK(sink->result);
        QVERIFY(sink->content == bytes);
    }

    void holesComeAsHoles()
    {
        const auto digester = testDigester();
        const QByteArray start = noise(100'000, 3);
        const QByteArray end = noise(70'000, 4);
        Opened opened([&](PointMaker &maker, MemoryService &service) {
            auto made = maker.file("f", {});
            format::VersionBuilder version(digester, service.nodeEmitter());
            codec::SignatureBuilder signature(digester);
            version.add({service.addChunk(start), 0, uint64_t(start.size())});
            signature.add(start);
            version.add({{}, 0, 5'000'000});
            signature.addZeros(5'000'000);
            version.add({service.addChunk(end), 0, uint64_t(end.size())});
            signature.add(end);
            made.entry.size = signature.size();
            made.entry.content = signature.finish().name;
            service.add(format::ObjectKind::Version, made.entry.content, version.finish().encode());
            return std::vector{made};
        });
        const auto sink = opened.fetch("/f");
        VERIFY_OK(sink->result);
        QCOMPARE(sink->holes, 5'000'000u);
        QVERIFY(sink->content == start + QByteArray(5'000'000, '\0') + end);
    }

    /// A version record says how content is put together, and is not named by its own bytes: only the signature tells.
    void aWrongVersionRecordIsDamage_data()
    {
        QTest::addColumn<int>("wrong");
        QTest::newRow("another chunk") << 0;
        QTest::newRow("another order") << 1;
        QTest::newRow("another size") << 2;
        QTest::newRow("more of a chunk than there is") << 3;
        QTest::newRow("a hole of more than any disk") << 4;
    }
    void aWrongVersionRecordIsDamage()
    {
        QFETCH(int, wrong);
        const QByteArray first = noise(100'000, 3);
        const QByteArray second = noise(100'000, 4);
        Opened opened([&](PointMaker &maker, MemoryService &service) {
            auto made = maker.file("f", first + second);
            const auto a = service.addChunk(first);
            const auto b = service.addChunk(second);
            format::VersionRecord record;
            record.size = 200'000;
            record.extentCount = 2;
            if (wrong == 0)
                record.inlineExtents = {{a, 0, 100'000}, {a, 0, 100'000}};
            else if (wrong == 1)
                record.inlineExtents = {{b, 0, 100'000}, {a, 0, 100'000}};
            else if (wrong == 2)
                record = {.size = 100'000, .extentCount = 1, .inlineExtents = {{a, 0, 100'000}}, .extentTree = {}};
            else if (wrong == 3)
                record.inlineExtents = {{a, 0, 100'001}, {b, 1, 99'999}};
            else {
                record = {.size = uint64_t(1) << 62,
                          .extentCount = 1,
                          .inlineExtents = {{{}, 0, uint64_t(1) << 62}},
                          .extentTree = {}};
                made.entry.size = record.size;
            }
            service.add(format::ObjectKind::Version, made.entry.content, record.encode());
            return std::vector{made};
        });
        const auto sink = opened.fetch("/f");
        VERIFY_FAILS(ErrorKind::Damaged, sink->result);
        QCOMPARE(sink->ends, 1);
    }

    void aDamagedChunkEndsItsFile()
    {
        const QByteArray middle = noise(50'000, 11);
        Opened opened([&](PointMaker &maker, MemoryService &service) {
            auto made = maker.file("f", {});
            const auto digester = testDigester();
            format::VersionBuilder version(digester, service.nodeEmitter());
            codec::SignatureBuilder signature(digester);
            for (uint32_t i = 0; i < 100; ++i) {
                const auto piece = i == 50 ? middle : noise(50'000, 100 + i);
                version.add({service.addChunk(piece), 0, uint64_t(piece.size())});
                signature.add(piece);
            }
            made.entry.size = signature.size();
            made.entry.content = signature.finish().name;
            service.add(format::ObjectKind::Version, made.entry.content, version.finish().encode());
            return std::vector{made};
        });
        const auto whole = opened.fetch("/f");
        VERIFY_OK(whole->result);
        opened.service.damage(testDigester().chunk(middle));
        const auto damaged = opened.fetch("/f");
        VERIFY_FAILS(ErrorKind::Damaged, damaged->result);
        opened.service.lose(testDigester().chunk(middle));
        const auto lost = opened.fetch("/f");
        VERIFY_FAILS(ErrorKind::NotFound, lost->result);
    }

    void aSinkThatFailsEndsItsFile()
    {
        class Full final : public ContentSink
        {
        public:
            Status data(QByteArrayView) override { return fail(ErrorKind::NoSpace, QStringLiteral("full")); }
            Status hole(uint64_t) override { return {}; }
            void finished(const Status &status) override
            {
                result = status;
                done.release();
            }
            Status result;
            std::binary_semaphore done{0};
        };
        MemoryService service(testDigester());
        PointMaker maker(service);
        const auto point = maker.point({maker.file("f", noise(20'000'000, 1))});
        ObjectFetcher fetcher(service, testDigester());
        NodeReader nodes(fetcher);
        ContentFetch contents(fetcher, testDigester());
        const auto file = PointReader::open(service, nodes, point)->find("/f");
        auto sink = std::make_shared<Full>();
        contents.fetch(file->entry, file->parent, sink);
        sink->done.acquire();
        VERIFY_FAILS(ErrorKind::NoSpace, sink->result);
    }
};

QTEST_GUILESS_MAIN(TestContentFetch)
#include "tst_content_fetch.moc"
