#pragma once
/// Small files that a program keeps for itself (settings, selections, what it must remember): read whole, replaced
/// whole.
#include "core/result.h"
#include "core/units.h"

#include <QByteArray>
#include <QString>

namespace backspool {

/// The whole content of @p file. Never waits for what is no file. Errors: NotFound, Denied, Io; Damaged (it has more
/// than @p most bytes).
[[nodiscard]] Result<QByteArray> readSmallFile(const QString &file, ByteCount most);

/// Replaces @p file by @p content, durably: a crash at any moment leaves the old or the new. Errors: NotFound (no such
/// folder), Denied, NoSpace, Io.
[[nodiscard]] Status replaceFile(const QString &file, const QByteArray &content);

} // namespace backspool
