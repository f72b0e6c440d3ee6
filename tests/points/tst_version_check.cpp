#include "format/version_record.h"
#include "points/version_check.h"
#include "support/files.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

class VersionCheckTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Repository> repository_;
    std::unique_ptr<PointBuilder> mine_;
    const ClientId me_{1};
    const ClientId them_{2};

    struct Version
    {
        ObjectName name;
        uint64_t size = 0;
        ObjectName record; ///< digest of its record
        std::vector<ObjectName> nodes;
    };
    /// Of @p extents, stored by this client.
    Version versionOf(const std::vector<format::Extent> &extents)
    {
        Version version;
        format::VersionBuilder builder(mine_->digester(), [&](const ObjectName &name, const QByteArray &bytes) {
            version.nodes.push_back(name);
            mine_->node(bytes);
        });
        for (const auto &extent : extents)
            builder.add(extent);
        const auto record = builder.finish();
        const auto bytes = record.encode();
        version.size = record.size;
        version.record = mine_->digester().node(bytes);
        version.name = mine_->digester().node("content of " + bytes);
        mine_->version(version.name, bytes);
        return version;
    }
    Status check(VersionCheck &check, const Version &version)
    {
        const auto found = TRY(repository_->store().find(version.name));
        return check.check(version.name, *found, version.size, Grant::Sent, {});
    }

private Q_SLOTS:
    void init()
    {
        repository_ = std::make_unique<Repository>();
        VERIFY_OK(repository_->open());
        mine_ = std::make_unique<PointBuilder>(repository_->store(), Lease{.id = LeaseId{1}, .client = me_});
    }
    void cleanup()
    {
        mine_.reset();
        repository_.reset();
    }

    /// Two files of one point, alike for the most part. In the part that both have is a chunk of somebody else's; of
    /// the second only the rest is looked at, which is all this client's.
    void whatWasNotLookedAtAgainIsNotNotedAsComplete()
    {
        PointBuilder theirs(repository_->store(), Lease{.id = LeaseId{2}, .client = them_});
        const auto another = randomBytes(1, 1'000), own = randomBytes(2, 100'000);
        theirs.chunk(another);
        VERIFY_OK(theirs.flush());
        const auto held = mine_->chunk(another), sent = mine_->chunk(own);
        std::vector<format::Extent> extents;
        for (uint64_t i = 0; i < 5'000; ++i)
            extents.push_back({i == 100 ? held : sent, i == 100 ? 0 : 17 * i, 10});
        auto first = extents, second = extents;
        first.push_back({sent, 99'000, 100});
        second.push_back({sent, 98'000, 100});
        const auto one = versionOf(first), other = versionOf(second);
        VERIFY_OK(mine_->flush());
        QVERIFY(std::ranges::find(other.nodes, one.nodes.front()) != other.nodes.end()); // they share the first
        auto &trust = repository_->appliance().trust();
        const auto grants = mine_->grants().function();
        ObjectSizes sizes(repository_->store());
        {
            VersionCheck both(repository_->store(), trust, mine_->lease(), grants, sizes);
            VERIFY_OK(check(both, one));
            VERIFY_OK(check(both, other));
        }
        QCOMPARE(trust.isCompleteAndOwn(one.record, me_), std::optional(false));
        QCOMPARE(trust.isCompleteAndOwn(other.record, me_), std::nullopt);
        VersionCheck alone(repository_->store(), trust, mine_->lease(), grants, sizes);
        VERIFY_OK(check(alone, other));
        QCOMPARE(trust.isCompleteAndOwn(other.record, me_), std::optional(false));
    }
};

QTEST_GUILESS_MAIN(VersionCheckTest)
#include "tst_version_check.moc"
