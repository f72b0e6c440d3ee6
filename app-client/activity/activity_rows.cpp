#include "activity/activity_rows.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace backspool::activity {

namespace {
struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ActivityRows)
};
/// Numbers begin anew where a computer is enrolled anew: the same number need not be the same backup. The clocks can
/// differ; the figures do not.
bool isSame(const protocol::PointSummary &point, const engine::Activity &activity)
{
    return point.statistics.files == activity.statistics.files && point.statistics.bytes == activity.statistics.bytes;
}

} // namespace

std::vector<ActivityRow> activityRows(const engine::PointsSnapshot &points,
                                      const std::vector<engine::Activity> &activities)
{
    using Kind = engine::Activity::Kind;
    std::vector<ActivityRow> rows;
    std::map<uint64_t, size_t> places; // of points, in rows
    for (const auto &activity : activities) {
        if (activity.kind == Kind::Backup)
            places.try_emplace(activity.point.value, rows.size()); // the newest of that number
        rows.push_back({activity, !points, activity.kind == Kind::Backup});
    }
    if (points) {
        for (const auto &point : *points) {
            const auto place = places.find(point.id.value);
            if (place != places.end() && isSame(point, rows[place->second].activity)) {
                rows[place->second].hasPoint = true;
                rows[place->second].activity.time = point.started; // by the clock that all points go by
                continue;
            }
            engine::Activity activity;
            activity.time = point.started;
            activity.point = point.id;
            activity.duration = point.ended - point.started;
            activity.statistics = point.statistics;
            rows.push_back({activity, true, false});
        }
    }
    std::ranges::stable_sort(
        rows, [](const ActivityRow &a, const ActivityRow &b) { return a.activity.time > b.activity.time; });
    return rows;
}

uint64_t savedBytes(const format::PointStatistics &statistics)
{
    return statistics.bytesRead - std::min(statistics.bytesRead, statistics.bytesSent);
}

QString remedyText(const engine::ActivityProblem &problem)
{
    using Kind = engine::ActivityProblem::Kind;
    switch (problem.kind) {
    case Kind::Denied:
        return Texts::tr("You may not read it. Leave it out in the settings, or have its owner let you read it.");
    case Kind::Unreadable:
        return Texts::tr("The disk or the network folder does not give it. Look at it in the file manager; a disk that "
                         "fails has to be replaced soon.");
    case Kind::Command:
        return Texts::tr("Tell whoever has set up this command.");
    case Kind::Inconsistent:
    case Kind::Other:
        break;
    }
    return {};
}

} // namespace backspool::activity
