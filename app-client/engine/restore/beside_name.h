#pragma once
/// The name of a restored file that is put beside another: "letter (restored 2026-11-20 14.00).odt".
#include "core/clock.h"

#include <QByteArray>

namespace backspool::engine {

/// @p name with the time of the point, in this computer's zone, before its extension; with @p number over 1 that, too
/// ("... 14.00, 2)"). At most 255 bytes: a long name loses the end of its stem, at a whole UTF-8 character.
QByteArray besideName(const QByteArray &name, WallTime pointTime, int number);

} // namespace backspool::engine
