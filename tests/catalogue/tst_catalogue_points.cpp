#include "catalogue/engine_test.h"

using namespace backspool;
using namespace backspool::catalogue;

class TestCataloguePoints : public EngineTest
{
    Q_OBJECT

    ClientId laptop_, desktop_;
    ContainerId dtf_;

    /// Two clients and a container, for points to refer to.
    void addOwners()
    {
        laptop_ = VALUE(catalogue_->addClient(QStringLiteral("laptop"), sampleTime(0))).id;
        desktop_ = VALUE(catalogue_->addClient(QStringLiteral("desktop"), sampleTime(0))).id;
        dtf_ = VALUE(catalogue_->addContainer(sampleContainer(200)));
    }

    /// Points 1 to 6, the odd ones of the laptop, the even ones of the desktop.
    void addSixPoints()
    {
        addOwners();
        for (uint64_t id = 1; id <= 6; ++id)
            SUCCEEDS(catalogue_->commitPoint(samplePoint({id}, id % 2 ? laptop_ : desktop_, dtf_, {id})));
    }

    std::vector<uint64_t> numbers(const Result<std::vector<PointRow>> &points)
    {
        std::vector<uint64_t> result;
        for (const auto &point : points.value_or(std::vector<PointRow>()))
            result.push_back(point.id.value);
        return result;
    }
    using Numbers = std::vector<uint64_t>;

    bool isCommitted(ContainerId id)
    {
        const auto containers = catalogue_->containers().value();
        return std::ranges::find(containers, id, &ContainerRow::id)->committed;
    }

private Q_SLOTS:
    void aCommittedPointIsReadAsItWas()
    {
        addOwners();
        const auto point = samplePoint({1}, laptop_, dtf_, {9});
        SUCCEEDS(catalogue_->commitPoint(point));
        QVERIFY(equal(*VALUE(catalogue_->point({1})), point));
        reopen();
        QVERIFY(equal(*VALUE(catalogue_->point({1})), point));
        QVERIFY(equal(VALUE(catalogue_->points(std::nullopt)).at(0), point));
        QVERIFY(equal(*VALUE(catalogue_->newestPoint(laptop_)), point));
    }

    void extremeValuesAreKept()
    {
        addOwners();
        auto point = samplePoint({uint64_t(1) << 62}, laptop_, dtf_, {uint64_t(1) << 62});
        point.started = WallTime(WallTime::duration::min());
        point.ended = WallTime(WallTime::duration::max());
        point.zone = QString();
        point.host = QStringLiteral("a'b\"c\\d\n💾");
        point.root = {};
        constexpr auto most = std::numeric_limits<uint64_t>::max();
        point.statistics = {most, most, most, most, most, most, most, most, most, most, most, most - 1};
        SUCCEEDS(catalogue_->commitPoint(point));
        const auto stored = *VALUE(catalogue_->point(point.id));
        QVERIFY(equal(stored, point));
        QCOMPARE(stored.zone, QString());
    }

    void aPointThatIsNotThereIsNotFound()
    {
        addSixPoints();
        QVERIFY(!VALUE(catalogue_->point({7})));
        QVERIFY(!VALUE(catalogue_->point({0})));
        QVERIFY(!VALUE(catalogue_->newestPoint({99})));
    }

    void listsBeginWithTheNewest()
    {
        addSixPoints();
        QCOMPARE(numbers(catalogue_->points(std::nullopt)), (Numbers{6, 5, 4, 3, 2, 1}));
        QCOMPARE(numbers(catalogue_->points(laptop_)), (Numbers{5, 3, 1}));
        QCOMPARE(numbers(catalogue_->points(desktop_)), (Numbers{6, 4, 2}));
        QCOMPARE(numbers(catalogue_->points(ClientId{99})), Numbers{});
        QCOMPARE(VALUE(catalogue_->newestPoint(laptop_))->id, PointId{5});
        QCOMPARE(VALUE(catalogue_->newestPoint(desktop_))->id, PointId{6});
    }

    void listsAreReadInParts()
    {
        addSixPoints();
        QCOMPARE(numbers(catalogue_->points(std::nullopt, 2)), (Numbers{6, 5}));
        QCOMPARE(numbers(catalogue_->points(std::nullopt, 2, {5})), (Numbers{4, 3}));
        QCOMPARE(numbers(catalogue_->points(std::nullopt, 0, {3})), (Numbers{2, 1}));
        QCOMPARE(numbers(catalogue_->points(laptop_, 1, {5})), (Numbers{3}));
        QCOMPARE(numbers(catalogue_->points(laptop_, 9, {1})), Numbers{});
    }

    void commitMarksTheContainersOfItsLeaseAndNoOthers()
    {
        addOwners();
        const auto first = VALUE(catalogue_->addContainer(sampleContainer(1, {7}, laptop_)));
        const auto second = VALUE(catalogue_->addContainer(sampleContainer(2, {7}, laptop_)));
        const auto other = VALUE(catalogue_->addContainer(sampleContainer(3, {8}, laptop_)));
        SUCCEEDS(catalogue_->commitPoint(samplePoint({1}, laptop_, second, {7})));
        QVERIFY(isCommitted(first));
        QVERIFY(isCommitted(second));
        QVERIFY(!isCommitted(other));
        QVERIFY(!isCommitted(dtf_));
        SUCCEEDS(catalogue_->commitPoint(samplePoint({2}, laptop_, second, {0})));
        QVERIFY(!isCommitted(dtf_));
    }

    void aCommitThatIsRefusedChangesNothing_data()
    {
        QTest::addColumn<uint64_t>("point");
        QTest::addColumn<uint32_t>("client");
        QTest::addColumn<uint32_t>("dtf");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("the point is there already") << uint64_t(1) << 1u << 1u << ErrorKind::Exists;
        QTest::newRow("no such client") << uint64_t(2) << 9u << 1u << ErrorKind::Invalid;
        QTest::newRow("no such container") << uint64_t(2) << 1u << 9u << ErrorKind::Invalid;
    }
    void aCommitThatIsRefusedChangesNothing()
    {
        QFETCH(uint64_t, point);
        QFETCH(uint32_t, client);
        QFETCH(uint32_t, dtf);
        QFETCH(ErrorKind, kind);
        addOwners();
        const auto before = samplePoint({1}, laptop_, dtf_, {1});
        SUCCEEDS(catalogue_->commitPoint(before));
        const auto staged = VALUE(catalogue_->addContainer(sampleContainer(1, {7}, laptop_)));
        FAILS_WITH(kind, catalogue_->commitPoint(samplePoint({point}, {client}, {dtf}, {7})));
        QVERIFY(!isCommitted(staged));
        QCOMPARE(numbers(catalogue_->points(std::nullopt)), (Numbers{1}));
        QVERIFY(equal(*VALUE(catalogue_->point({1})), before));
    }

    void removedPointsAreGone()
    {
        addSixPoints();
        SUCCEEDS(catalogue_->removePoints({{2}, {5}}));
        QCOMPARE(numbers(catalogue_->points(std::nullopt)), (Numbers{6, 4, 3, 1}));
        QCOMPARE(VALUE(catalogue_->newestPoint(laptop_))->id, PointId{3});
        SUCCEEDS(catalogue_->removePoints({}));
    }

    void whenOneIsMissingNoneIsRemoved()
    {
        addSixPoints();
        FAILS_WITH(ErrorKind::NotFound, catalogue_->removePoints({{2}, {9}, {5}}));
        FAILS_WITH(ErrorKind::NotFound, catalogue_->removePoints({{2}, {2}}));
        QCOMPARE(numbers(catalogue_->points(std::nullopt)), (Numbers{6, 5, 4, 3, 2, 1}));
    }

    void numbersThatACommitBringsAreNotGivenAgain()
    {
        addOwners();
        SUCCEEDS(catalogue_->commitPoint(samplePoint({41}, laptop_, dtf_, {50})));
        QCOMPARE(VALUE(catalogue_->reservePointId()), PointId{42});
        QCOMPARE(VALUE(catalogue_->reserveLeaseId()), LeaseId{51});
    }
};

QTEST_GUILESS_MAIN(TestCataloguePoints)
#include "tst_catalogue_points.moc"
