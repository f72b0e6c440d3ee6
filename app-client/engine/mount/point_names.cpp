#include "mount/point_names.h"

#include <QDateTime>

#include <ranges>

namespace backspool::engine {

PointsByName namesOfPoints(const std::vector<NamedPoint> &points)
{
    PointsByName names;
    for (const auto &point : points | std::views::reverse) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(point.started.time_since_epoch());
        const auto name =
            QDateTime::fromSecsSinceEpoch(seconds.count()).toString(QStringLiteral("yyyy-MM-ddTHH-mm-ss")).toLatin1();
        if (!names.try_emplace(name, point).second)
            names.emplace(name + '-' + QByteArray::number(qulonglong(point.id.value)), point);
    }
    return names;
}

} // namespace backspool::engine
