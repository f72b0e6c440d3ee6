/// What a point says of its computer is a content like that of a file: checked, kept, found again, verified.
#include "codec/signature.h"
#include "points/tree_walk.h"
#include "support/repository.h"
#include "support/verify_ok.h"

#include <QTest>

using namespace backspool;
using namespace backspool::points;
using namespace backspool::test;

class TestSystemInformationOfPoints : public QObject
{
    Q_OBJECT

    std::unique_ptr<Repository> repository_;
    ClientId client_;

    /// A backup of one file with @p document.
    Result<PointId> backUp(const QByteArray &document)
    {
        return backUp([&](PointBuilder &builder) {
            return format::FileContent{builder.content(document), uint64_t(document.size())};
        });
    }
    Result<PointId> backUp(const std::function<format::FileContent(PointBuilder &)> &system,
                           std::optional<ClientId> client = {})
    {
        auto &appliance = repository_->appliance();
        const auto lease = TRY(repository_->beginLease(client.value_or(client_)));
        const auto commit = [&]() -> Result<PointId> {
            const auto point = TRY(appliance.reservePointId());
            PointBuilder builder(repository_->store(), lease);
            auto record = builder.record(point, builder.tree({{"file", QByteArray::number(qulonglong(point.value))}}));
            record.systemInformation = system(builder);
            TRY(builder.flush());
            return TRY(commitPoint(appliance.commitContext(), builder.writer(), lease, record,
                                   builder.grants().function()))
                .id;
        };
        auto point = commit();
        appliance.leases().end(lease.id);
        repository_->clock().advance(std::chrono::hours(1));
        return point;
    }

    /// The document of a point, by way of the catalogue and the store.
    Result<QByteArray> documentOf(PointId point)
    {
        const auto row = TRY(repository_->appliance().catalogue().point(point));
        const auto &system = row->systemInformation;
        if (system.size <= uint64_t(codec::kLeafSize))
            return repository_->store().read(system.signature);
        const auto record = TRY(format::VersionRecord::decode(TRY(repository_->store().readNode(system.signature))));
        QByteArray content;
        for (const auto &extent : record.inlineExtents)
            content += TRY(repository_->store().read(extent.chunk));
        return content;
    }

private Q_SLOTS:
    void init()
    {
        repository_ = std::make_unique<Repository>();
        VERIFY_OK(repository_->open());
        const auto client = repository_->addClient(QStringLiteral("desk"));
        VERIFY_OK(client);
        client_ = *client;
    }
    void cleanup() { repository_.reset(); }

    void itIsKeptAsLongAsAPointHasIt_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("one chunk") << 5'000;
        QTest::newRow("several") << 600'000;
    }
    void itIsKeptAsLongAsAPointHasIt()
    {
        QFETCH(int, size);
        const auto document = randomBytes(1, size);
        const auto other = randomBytes(2, size);
        const auto first = backUp(document);
        const auto second = backUp(document);
        const auto third = backUp(other);
        VERIFY_OK(first);
        VERIFY_OK(second);
        VERIFY_OK(third);
        VERIFY_OK(repository_->appliance().forgetPoints({*first}));
        VERIFY_OK(repository_->reclaim());
        VERIFY_OK(repository_->reopen());
        auto found = documentOf(*second);
        VERIFY_OK(found);
        QCOMPARE(*found, document);

        // The catalogue is derived.
        repository_->loseCatalogue();
        VERIFY_OK(repository_->rebuild());
        VERIFY_OK(repository_->open());
        found = documentOf(*second);
        VERIFY_OK(found);
        QCOMPARE(*found, document);
        found = documentOf(*third);
        VERIFY_OK(found);
        QCOMPARE(*found, other);
        const auto verified = repository_->verify();
        VERIFY_OK(verified);
        QVERIFY(verified->damages.empty());

        // And gone with the last point that had it.
        const auto signature = codec::signatureOf(repository_->store().digester(), document).name;
        VERIFY_OK(repository_->appliance().forgetPoints({*second}));
        // After a rebuild, what came with a point that is forgotten counts as uncommitted.
        repository_->clock().advance(std::chrono::days(8));
        VERIFY_OK(repository_->reclaim());
        VERIFY_OK(repository_->reopen());
        const auto gone = repository_->store().find(signature);
        VERIFY_OK(gone);
        QVERIFY(!*gone);
        VERIFY_OK(documentOf(*third));
    }

    void whatIsNotShownIsRefused()
    {
        const auto document = randomBytes(1, 5'000);
        VERIFY_OK(backUp(document));
        const auto name = codec::signatureOf(repository_->store().digester(), document).name;
        const auto stranger = repository_->addClient(QStringLiteral("stranger"));
        VERIFY_OK(stranger);
        const auto named = [&](uint64_t size) {
            return [name, size](PointBuilder &) { return format::FileContent{name, size}; };
        };
        // Its own client may name it again, with its size.
        VERIFY_OK(backUp(named(5'000)));
        const auto wrongSize = backUp(named(5'001));
        QVERIFY(!wrongSize);
        QCOMPARE(wrongSize.error().kind(), ErrorKind::Invalid);
        const auto asVersion = backUp(named(500'000));
        QVERIFY(!asVersion);
        QCOMPARE(asVersion.error().kind(), ErrorKind::Invalid);
        const auto foreign = backUp(named(5'000), *stranger);
        QVERIFY(!foreign);
        QCOMPARE(foreign.error().kind(), ErrorKind::Invalid);
        QVERIFY2(foreign.error().text().contains(QStringLiteral("system information")),
                 qPrintable(foreign.error().text()));
    }

    void itsDamageIsToldWithItsPoint()
    {
        const auto document = randomBytes(1, 5'000);
        const auto point = backUp(document);
        VERIFY_OK(point);
        const auto name = codec::signatureOf(repository_->store().digester(), document).name;
        const auto location = repository_->store().find(name);
        VERIFY_OK(location);
        const auto containers = repository_->store().containers();
        const auto container = std::ranges::find(containers, (*location)->container, &catalogue::ContainerRow::id);
        const auto files = repository_->disk().files();
        const auto file = std::ranges::find_if(files, [&](const QString &path) {
            return path.contains(QString::fromLatin1(format::toHex(container->uuid)));
        });
        repository_->close();
        repository_->disk().flip(*file, qsizetype((*location)->place.blockOffset) + 32 + 10);
        VERIFY_OK(repository_->open());
        const auto verified = repository_->verify();
        VERIFY_OK(verified);
        QVERIFY(!verified->damages.empty());
        bool isTold = false;
        for (const auto &damage : verified->damages) {
            for (const auto &use : damage.uses)
                isTold = isTold || (use.point == *point && use.path == kSystemInformationPath);
        }
        QVERIFY(isTold);
    }
};

QTEST_GUILESS_MAIN(TestSystemInformationOfPoints)
#include "tst_system_information_of_points.moc"
