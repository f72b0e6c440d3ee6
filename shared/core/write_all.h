#pragma once
/// Writing to an open file until all is written.
#include "core/result.h"

#include <QByteArrayView>
#include <QString>

namespace backspool {

/// Appends or writes on, as @p file was opened; goes on after signals and short writes. @p doing: for the error, as
/// systemError() has it. Errors: NoSpace, Io and others of the system; then a part may be written.
[[nodiscard]] Status writeAll(int file, QByteArrayView bytes, const QString &doing);

} // namespace backspool
