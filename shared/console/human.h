#pragma once
/// Figures and names as people read them on a terminal.
#include "core/json_values.h"
#include "core/units.h"

#include <QByteArrayView>
#include <QString>

#include <chrono>

namespace backspool::console {

/// "0 B", "734 B", "1.4 MiB", "12.0 GiB": binary units, three digits or so.
QString byteSize(ByteCount bytes);
/// byteSize() a second: "14.2 MiB/s". Empty when @p time is not above zero.
QString byteRate(ByteCount bytes, std::chrono::nanoseconds time);
/// "0.4 s", "12 s", "3 min 05 s", "1 h 03 min", "2 d 04 h".
QString duration(std::chrono::nanoseconds time);
/// "12,345": digits in groups.
QString count(uint64_t number);
/// "2026-11-20 14:00:05" in this computer's zone; "never" for zero.
QString localTime(WallTime time);
using backspool::isoTime;
/// Bytes of a path for a terminal: UTF-8 as it is; control characters and what is not UTF-8 as \xHH, so that a name can
/// neither fake a line nor command the terminal.
QString printablePath(QByteArrayView path);
/// The same for texts that came from elsewhere (host names, a service's error): control characters but newlines as
/// \xHH.
QString printableText(const QString &text);

} // namespace backspool::console
