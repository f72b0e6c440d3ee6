#include "schedule/power_sensor.h"

#include <QDir>
#include <QFile>

namespace backspool::engine {

namespace {

QByteArray attribute(const QString &supply, const char *name)
{
    QFile file(supply + QLatin1Char('/') + QLatin1StringView(name));
    return file.open(QIODevice::ReadOnly) ? file.read(256).trimmed() : QByteArray();
}

} // namespace

std::optional<int> PowerSensor::batteryPercent() const
{
    // The kernel's Documentation/ABI/testing/sysfs-class-power.
    int batteries = 0;
    int sum = 0;
    bool isDischarging = false;
    const auto supplies = QDir(folder_).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const auto &supply : supplies) {
        const QString path = supply.filePath();
        const auto type = attribute(path, "type");
        if (type == "Mains" && attribute(path, "online") == "1")
            return std::nullopt;
        if (type != "Battery" || attribute(path, "scope") == "Device")
            continue;
        bool isNumber = false;
        const int capacity = attribute(path, "capacity").toInt(&isNumber);
        if (!isNumber)
            continue;
        ++batteries;
        sum += std::clamp(capacity, 0, 100);
        isDischarging |= attribute(path, "status") == "Discharging";
    }
    if (!isDischarging)
        return std::nullopt;
    return sum / batteries;
}

} // namespace backspool::engine
