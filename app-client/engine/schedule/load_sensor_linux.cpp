#include "schedule/load_sensor.h"

#include <QFile>

#include <algorithm>
#include <cmath>

namespace backspool::engine {

namespace {
/// The first line of /proc/stat has ten numbers; a pressure file has two short lines.
constexpr qint64 kMostRead = 4'096;
/// Half a second of one processor (USER_HZ is 100): fewer say nothing.
constexpr uint64_t kFewestTicks = 50;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(kMostRead) : QByteArray();
}
} // namespace

LoadSensor::LoadSensor(QString procFolder) : proc_(std::move(procFolder)) {}

std::optional<LoadSensor::Ticks> LoadSensor::ticks() const
{
    // cpu user nice system idle iowait irq softirq steal guest guest_nice; the guests' are within user and nice.
    const auto content = contentOf(proc_ + QStringLiteral("/stat"));
    const auto words = content.first(std::max<qsizetype>(0, content.indexOf('\n'))).simplified().split(' ');
    if (words.size() < 9 || words[0] != "cpu")
        return std::nullopt;
    Ticks ticks;
    for (int i = 1; i <= 8; ++i) {
        const uint64_t number = words[i].toULongLong();
        const bool isIdle = i == 4 || i == 5;
        ticks.all += number;
        ticks.busy += isIdle ? 0 : number;
    }
    return ticks;
}

double LoadSensor::pressure(const char *resource, const char *line) const
{
    const auto content = contentOf(proc_ + QStringLiteral("/pressure/") + QLatin1StringView(resource));
    const QByteArray wanted = QByteArray(line) + " avg10=";
    for (const auto &one : content.split('\n')) {
        if (one.startsWith(wanted))
            return one.sliced(wanted.size()).split(' ').front().toDouble();
    }
    return 0;
}

int LoadSensor::percent()
{
    const auto now = ticks();
    if (!now || !last_)
        processors_ = pressure("cpu", "some");
    else if (now->all < last_->all || now->busy < last_->busy) // counters of idle time can go back a little
        processors_ = 0;
    else if (now->all - last_->all >= kFewestTicks)
        processors_ = 100.0 * double(now->busy - last_->busy) / double(now->all - last_->all);
    else
        return most();
    last_ = now;
    return most();
}

int LoadSensor::most() const
{
    const double most = std::max({processors_, pressure("io", "full"), pressure("memory", "full")});
    return int(std::lround(std::clamp(std::isfinite(most) ? most : 0.0, 0.0, 100.0)));
}

} // namespace backspool::engine
