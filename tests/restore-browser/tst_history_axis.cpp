#include "restore-browser/history_axis.h"

#include <QTest>

using namespace backspool::browser;

namespace {

const QDateTime kNow(QDate(2026, 11, 24), QTime(14, 3));

HistoryAxis axisOfAges(const std::vector<qint64> &hours)
{
    std::vector<QDateTime> times;
    for (const auto age : hours)
        times.push_back(kNow.addSecs(-age * 3'600));
    return HistoryAxis(std::move(times));
}

} // namespace

class TestHistoryAxis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recentTimeGetsRoom()
    {
        const auto axis = axisOfAges({0, 24, 24 * 7, 24 * 365});
        QCOMPARE(axis.position(size_t(0)), 1.0);
        QCOMPARE(axis.position(size_t(3)), 0.0);
        // Today has a third, the week before a fifth, though a year is 365 days.
        QVERIFY(axis.position(size_t(1)) < 0.7 && axis.position(size_t(1)) > 0.6);
        QVERIFY(axis.position(size_t(2)) < 0.5 && axis.position(size_t(2)) > 0.4);
    }

    void aClickBetweenTicksGoesToTheNearestEarlierOne()
    {
        const auto axis = axisOfAges({0, 1, 5, 48});
        for (size_t point = 0; point < axis.count(); ++point) {
            QCOMPARE(axis.pointAt(axis.position(point)), point);
            if (point > 0)
                QCOMPARE(axis.pointAt((axis.position(point - 1) + axis.position(point)) / 2), point);
        }
        QCOMPARE(axis.pointAt(-1), size_t(3));
        QCOMPARE(axis.pointAt(2), size_t(0));
    }

    void aDateGoesToThePointThatWasNewestThen()
    {
        const auto axis = axisOfAges({0, 1, 5, 48});
        QCOMPARE(axis.pointBefore(kNow.addDays(1)), size_t(0));
        QCOMPARE(axis.pointBefore(kNow.addSecs(-1)), size_t(1));
        QCOMPARE(axis.pointBefore(kNow.addSecs(-3'600)), size_t(1));
        QCOMPARE(axis.pointBefore(kNow.addDays(-1)), size_t(3));
        QCOMPARE(axis.pointBefore(kNow.addDays(-100)), size_t(3));
    }

    void onePointAndPointsOfOneTimeHaveAPlace()
    {
        QCOMPARE(axisOfAges({0}).position(size_t(0)), 1.0);
        QCOMPARE(axisOfAges({0}).pointAt(0.2), size_t(0));
        QCOMPARE(axisOfAges({0, 0}).position(size_t(1)), 1.0);
        QVERIFY(axisOfAges({0}).labels(0.1).empty());
    }

    void labelsKeepTheirDistanceAndTellHoursDaysAndMonths()
    {
        const auto labels = axisOfAges({0, 24 * 365}).labels(0.08);
        QVERIFY(labels.size() >= 5);
        for (size_t i = 1; i < labels.size(); ++i)
            QVERIFY(labels[i].position - labels[i - 1].position >= 0.08);
        const auto has = [&](const QString &text) {
            return std::ranges::any_of(labels, [&](const auto &label) { return label.text == text; });
        };
        QVERIFY(has(QLocale().dayName(kNow.date().dayOfWeek(), QLocale::ShortFormat)));
        QVERIFY(!axisOfAges({0, 1}).labels(0.1).empty());
    }
};

QTEST_GUILESS_MAIN(TestHistoryAxis)
#include "tst_history_axis.moc"
