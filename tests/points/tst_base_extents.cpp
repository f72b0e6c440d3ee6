#include "points/base_extents.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

#include <random>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;
using format::Extent;

class TestBaseExtents : public QObject
{
    Q_OBJECT

    std::unique_ptr<Repository> repository_;
    std::unique_ptr<PointBuilder> builder_;

    /// A version of @p extents; its content need not be there.
    BaseContent store(const std::vector<Extent> &extents)
    {
        format::VersionBuilder version(builder_->digester(),
                                       [&](const ObjectName &, const QByteArray &bytes) { builder_->node(bytes); });
        uint64_t size = 0;
        for (const auto &extent : extents) {
            version.add(extent);
            size += extent.length;
        }
        const auto record = version.finish().encode();
        const auto name = builder_->digester().treeNode(record);
        builder_->version(name, record);
        if (!builder_->flush())
            qFatal("it was not stored");
        return {name, size};
    }

private Q_SLOTS:
    void init()
    {
        repository_ = std::make_unique<Repository>();
        VERIFY_OK(repository_->open());
        builder_ = std::make_unique<PointBuilder>(repository_->store(), Lease{.id = LeaseId{1}, .client = ClientId{1}});
    }
    void cleanup()
    {
        builder_.reset();
        repository_.reset();
    }

    void partsAreFoundWhereTheyAreAndNowhereElse_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("in the record") << 40;
        QTest::newRow("in a tree") << 20'000;
    }
    void partsAreFoundWhereTheyAreAndNowhereElse()
    {
        QFETCH(int, count);
        std::mt19937 random(7);
        std::vector<Extent> extents;
        for (int i = 0; i < count; ++i) {
            const bool isHole = i % 10 == 3;
            extents.push_back({isHole ? ObjectName() : builder_->digester().chunk(QByteArray::number(i)),
                               isHole ? 0 : random() % 5'000, 5'000 + random() % 100'000});
        }
        auto base = BaseExtents::open(repository_->store(), store(extents));
        VERIFY_OK(base);
        QVERIFY(!base->record().isNull());
        uint64_t start = 0;
        for (const auto &extent : extents) {
            const uint64_t skip = random() % 2'000, length = 1 + random() % (extent.length - skip);
            const Extent part{extent.chunk, extent.isHole() ? 0 : extent.offset + skip, length};
            if (!extent.isHole()) {
                QVERIFY(base->has(start, extent).value());
                QVERIFY(base->has(start + skip, part).value());
                QVERIFY(!base->has(start + skip + 1, part).value());
                auto other = part;
                ++other.offset;
                QVERIFY(!base->has(start + skip, other).value());
                other = extent;
                ++other.length;
                QVERIFY(!base->has(start, other).value());
                other = part;
                other.chunk = builder_->digester().chunk("another");
                QVERIFY(!base->has(start + skip, other).value());
            }
            start += extent.length;
        }
        QVERIFY(!base->has(start, extents.back()).value());
        QVERIFY(!base->has(~uint64_t(0), {extents.front().chunk, ~uint64_t(0), ~uint64_t(0)}).value());
    }

    void withoutAVersionNothingIs()
    {
        const auto name = builder_->digester().chunk("none");
        for (const auto &content : {BaseContent{}, BaseContent{name, 5}, BaseContent{name, 500'000}}) {
            auto base = BaseExtents::open(repository_->store(), content);
            VERIFY_OK(base);
            QVERIFY(base->record().isNull());
            QVERIFY(!base->has(0, {builder_->digester().chunk("small"), 0, 5}).value());
            QVERIFY(!base->hasNode({}));
        }
    }
};

QTEST_GUILESS_MAIN(TestBaseExtents)
#include "tst_base_extents.moc"
