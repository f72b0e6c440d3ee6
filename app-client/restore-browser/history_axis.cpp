#include "restore-browser/history_axis.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace backspool::browser {

namespace {

/// Below this age the axis is as good as linear.
constexpr double kLinearMilliseconds = 3'600'000;

double scaled(qint64 age)
{
    return std::log1p(double(std::max<qint64>(age, 0)) / kLinearMilliseconds);
}

/// Where a label may stand, with its text, from the newest to the oldest: hours of the last day, days of the last
/// fortnight, months of the last two years, years.
struct Boundaries
{
    QDateTime oldest, newest;
    std::vector<std::pair<QDateTime, QString>> found;

    void add(const QDateTime &time, const QString &text)
    {
        if (time >= oldest && time <= newest)
            found.emplace_back(time, text);
    }
};

std::vector<std::pair<QDateTime, QString>> boundaries(const QDateTime &oldest, const QDateTime &newest)
{
    const QLocale locale;
    Boundaries all{oldest, newest, {}};
    const QDate today = newest.date();
    const auto span = oldest.secsTo(newest);
    if (span < 2 * 3'600) {
        const int step = span < 600 ? 60 : 600;
        auto time = newest.addSecs(-(newest.time().msecsSinceStartOfDay() / 1'000) % step);
        for (; time >= oldest; time = time.addSecs(-step))
            all.add(time, locale.toString(time.time(), QLocale::ShortFormat));
        return all.found;
    }
    QDateTime hour(today, QTime(newest.time().hour(), 0));
    for (int i = 0; i < 24 && hour.date() == today; ++i, hour = hour.addSecs(-3'600)) {
        if (hour.time().hour() > 0)
            all.add(hour, locale.toString(hour.time(), QLocale::ShortFormat));
    }
    for (int i = 0; i < 14; ++i) {
        const QDate day = today.addDays(-i);
        all.add(day.startOfDay(), i < 7 ? locale.dayName(day.dayOfWeek(), QLocale::ShortFormat)
                                        : locale.toString(day, QStringLiteral("d MMM")));
    }
    QDate month(today.year(), today.month(), 1);
    for (; month.startOfDay() >= oldest; month = month.addMonths(-1)) {
        const bool isYear = month.month() == 1;
        if (isYear || month.daysTo(today) < 730)
            all.add(month.startOfDay(), isYear ? QString::number(month.year())
                                               : locale.standaloneMonthName(month.month(), QLocale::ShortFormat));
    }
    return all.found;
}

} // namespace

HistoryAxis::HistoryAxis(std::vector<QDateTime> times) : times_(std::move(times))
{
    if (times_.empty())
        return;
    newest_ = times_.front().toMSecsSinceEpoch();
    whole_ = scaled(newest_ - times_.back().toMSecsSinceEpoch());
    positions_.reserve(times_.size());
    for (const auto &time : times_)
        positions_.push_back(position(time));
    if (times_.size() < 2)
        return;
    for (const auto &[time, text] : boundaries(times_.back(), times_.front()))
        boundaries_.push_back({position(time), text});
}

double HistoryAxis::positionAt(qint64 milliseconds) const
{
    return whole_ > 0 ? std::clamp(1 - scaled(newest_ - milliseconds) / whole_, 0.0, 1.0) : 1;
}

size_t HistoryAxis::pointAt(double where) const
{
    // The newest first: positions fall.
    const auto found = std::ranges::lower_bound(positions_, where, std::greater<>());
    return found == positions_.end() ? positions_.size() - 1 : size_t(found - positions_.begin());
}

size_t HistoryAxis::pointBefore(const QDateTime &time) const
{
    const auto found = std::ranges::lower_bound(times_, time, std::greater<>());
    return found == times_.end() ? times_.size() - 1 : size_t(found - times_.begin());
}

std::vector<HistoryAxis::Label> HistoryAxis::labels(double distance) const
{
    std::vector<Label> labels;
    // From the newest, which has the most room, to the left.
    for (const auto &boundary : boundaries_) {
        const auto isFar = [&](const Label &label) { return std::abs(label.position - boundary.position) >= distance; };
        if (std::ranges::all_of(labels, isFar))
            labels.push_back(boundary);
    }
    std::ranges::sort(labels, {}, &Label::position);
    return labels;
}

} // namespace backspool::browser
