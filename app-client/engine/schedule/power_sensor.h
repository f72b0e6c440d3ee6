#pragma once
/// Whether the computer runs on its battery, and what is left in it.
#include <QString>

#include <optional>

namespace backspool::engine {

class PowerSensor
{
public:
    /// @p folder: the kernel's list of power supplies; another one in tests.
    explicit PowerSensor(QString folder = QStringLiteral("/sys/class/power_supply")) : folder_(std::move(folder)) {}

    /// Charge in per cent (the mean of several batteries'); nothing while on mains, or without a battery. Batteries of
    /// mice and other devices do not count.
    std::optional<int> batteryPercent() const;

private:
    const QString folder_;
};

} // namespace backspool::engine
