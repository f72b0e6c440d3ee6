/// The points of the service and the agent's own word of its runs become one list.
#include "activity/activity_model.h"

#include <QTest>

using namespace backspool;
using namespace backspool::activity;
using Kind = engine::Activity::Kind;

class TestActivityRows : public QObject
{
    Q_OBJECT

    static engine::PointsSnapshot points(std::initializer_list<int64_t> numbers)
    {
        std::vector<protocol::PointSummary> all;
        for (const auto number : numbers) {
            protocol::PointSummary point;
            point.id.value = uint64_t(number);
            point.started = fromUnixSeconds(number * 100);
            point.ended = fromUnixSeconds(number * 100 + 5);
            point.statistics.bytesRead = 1'000;
            point.statistics.bytesSent = 100;
            all.push_back(point);
        }
        return std::make_shared<const std::vector<protocol::PointSummary>>(std::move(all));
    }
    static engine::Activity run(Kind kind, int64_t number)
    {
        engine::Activity activity;
        activity.kind = kind;
        activity.time = fromUnixSeconds(number * 100);
        if (kind == Kind::Backup)
            activity.point.value = uint64_t(number);
        else
            activity.reason = QStringLiteral("why");
        return activity;
    }

private Q_SLOTS:
    void bothAreOneListTheNewestFirst()
    {
        const auto rows = activityRows(points({5, 3, 1}), {run(Kind::Backup, 5), run(Kind::Failure, 4),
                                                           run(Kind::Backup, 3), run(Kind::Backup, 2)});
        QCOMPARE(rows.size(), size_t(5));
        const std::vector<std::tuple<Kind, bool, bool>> expected{
            {Kind::Backup, true, true},
            {Kind::Failure, true, false},
            {Kind::Backup, true, true},
            {Kind::Backup, false, true},  // forgotten by the service
            {Kind::Backup, true, false}}; // before the agent kept any
        for (size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(rows[i].activity.kind, std::get<0>(expected[i]));
            if (rows[i].activity.kind == Kind::Backup)
                QCOMPARE(rows[i].hasPoint, std::get<1>(expected[i]));
            QCOMPARE(rows[i].hasDetails, std::get<2>(expected[i]));
        }
        QCOMPARE(rows.back().activity.duration, std::chrono::seconds(5));
    }

    void numbersOfTwoServicesAreNotMixedUp()
    {
        // 5 of the service before, 5 of this one, and 6, which the agent knows of the one before alone.
        auto now = run(Kind::Backup, 5);
        auto before = now;
        before.time -= std::chrono::hours(24);
        before.statistics.files = 7;
        auto other = run(Kind::Backup, 6);
        other.time -= std::chrono::hours(23);
        other.statistics.files = 8;
        const auto rows = activityRows(points({6, 5}), {now, other, before});
        QCOMPARE(rows.size(), size_t(4));
        QCOMPARE(rows[0].activity.point.value, uint64_t(6));
        QVERIFY(rows[0].hasPoint && !rows[0].hasDetails);
        QCOMPARE(rows[1].activity.point.value, uint64_t(5));
        QVERIFY(rows[1].hasPoint && rows[1].hasDetails);
        QVERIFY(!rows[2].hasPoint);
        QVERIFY(!rows[3].hasPoint);
    }

    void withoutTheServiceTheAgentsWordIsShown()
    {
        const auto rows = activityRows(nullptr, {run(Kind::Backup, 5)});
        QCOMPARE(rows.size(), size_t(1));
        QVERIFY(rows[0].hasPoint);
        QVERIFY(activityRows(nullptr, {}).empty());
    }

    void savedIsNeverLessThanNothing()
    {
        format::PointStatistics statistics;
        statistics.bytesRead = 100;
        statistics.bytesSent = 30;
        QCOMPARE(savedBytes(statistics), uint64_t(70));
        statistics.bytesSent = 300;
        QCOMPARE(savedBytes(statistics), uint64_t(0));
    }

    void aRowSaysWhatBecameOfIt()
    {
        auto rows = activityRows(nullptr, {run(Kind::Failure, 2), run(Kind::Waiting, 1), run(Kind::Backup, 0)});
        rows[2].activity.problemCount = 3;
        ActivityModel model;
        model.setRows(rows);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QVERIFY(text(0, ActivityModel::Result).contains(QStringLiteral("why")));
        QVERIFY(text(0, ActivityModel::Result) != text(1, ActivityModel::Result));
        QVERIFY(text(0, ActivityModel::Read).isEmpty());
        QVERIFY(text(2, ActivityModel::Result).contains(QLatin1Char('3')));
        QVERIFY(!text(2, ActivityModel::Read).isEmpty());
    }

    void whatCanBeDoneIsSaid()
    {
        using Problem = engine::ActivityProblem;
        QVERIFY(!remedyText({Problem::Kind::Denied, "/a", {}}).isEmpty());
        QVERIFY(remedyText({Problem::Kind::Denied, "/a", {}}) != remedyText({Problem::Kind::Unreadable, "/a", {}}));
        QVERIFY(remedyText({Problem::Kind::Inconsistent, "/a", {}}).isEmpty()); // the reason does
    }
};

QTEST_APPLESS_MAIN(TestActivityRows)
#include "tst_activity_rows.moc"
