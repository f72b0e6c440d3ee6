#pragma once
/// The time axis of the history slider: recent time gets room, hours of today as much as the months before.
///
/// A point's place goes by the logarithm of its age: from the newest point at the right end, each doubling of the age
/// (above an hour) takes the same room.
#include <QDateTime>
#include <QString>

#include <vector>

namespace backspool::browser {

/// A value; immutable.
class HistoryAxis
{
public:
    HistoryAxis() = default;
    /// @p times: of the points, the newest first.
    explicit HistoryAxis(std::vector<QDateTime> times);

    size_t count() const { return times_.size(); }
    const QDateTime &time(size_t point) const { return times_[point]; }

    /// 0 (the oldest point) to 1 (the newest).
    double position(const QDateTime &time) const { return positionAt(time.toMSecsSinceEpoch()); }
    double position(size_t point) const { return positions_[point]; }
    /// The newest point that is not right of @p position; the oldest where there is none. REQUIRES: there are points.
    size_t pointAt(double position) const;
    /// The newest point at or before @p time; the oldest where there is none. REQUIRES: there are points.
    size_t pointBefore(const QDateTime &time) const;

    struct Label
    {
        double position = 0;
        QString text;
    };
    /// Names of hours, days, months and years along the axis, from left to right, none nearer to the one before than
    /// @p distance.
    std::vector<Label> labels(double distance) const;

private:
    double positionAt(qint64 milliseconds) const;

    std::vector<QDateTime> times_;
    /// Of the points. It is asked for at each painting, and a local time looks at the system's time zone each time.
    std::vector<double> positions_;
    qint64 newest_ = 0;             ///< milliseconds since 1970
    double whole_ = 0;              ///< the oldest point's age, scaled
    std::vector<Label> boundaries_; ///< all labels that there could be, the newest first
};

} // namespace backspool::browser
