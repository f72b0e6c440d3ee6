#pragma once
/// How busy the computer is.
#include <QString>

#include <cstdint>
#include <optional>

namespace backspool::engine {

/// One thread at a time.
class LoadSensor
{
public:
    /// @p procFolder: where the kernel tells of itself; another one in tests.
    explicit LoadSensor(QString procFolder = QStringLiteral("/proc"));

    /// Per cent, 0 to 100, the highest of: the processors' share in use since the last call (at the first call: the
    /// time in which something waited for a processor); the time of the last ten seconds in which all that wanted to
    /// work waited for disks; the same for memory. What the kernel does not tell counts as 0.
    int percent();

private:
    struct Ticks
    {
        uint64_t busy = 0, all = 0;
    };
    std::optional<Ticks> ticks() const;
    int most() const;
    /// "avg10" of line @p line ("some", "full") of a pressure file (kernel's Documentation/accounting/psi.rst).
    double pressure(const char *resource, const char *line) const;

    const QString proc_;
    std::optional<Ticks> last_;
    double processors_ = 0; ///< per cent, as of last_
};

} // namespace backspool::engine
