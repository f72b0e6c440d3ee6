#pragma once
/// What an agent that ends cleanly leaves in its state folder for the next one, beside the descriptor that the service
/// manager keeps. Used once: taking it removes it.
#include "core/clock.h"
#include "core/ids.h"
#include "core/result.h"

#include <optional>

namespace backspool::engine {

struct WriteLogHandover
{
    QByteArray name; ///< of the descriptor
    PointId base;
    QByteArray configuration;
    WallTime cut{};
    QByteArray monitor; ///< WriteMonitor::save()

    /// Replaces what is there atomically. Errors: Io, NoSpace.
    [[nodiscard]] Status leave(const QString &folder) const;
    /// Nothing: there is none, it is damaged, from before a boot, or cannot be removed.
    static std::optional<WriteLogHandover> take(const QString &folder);
};

} // namespace backspool::engine
