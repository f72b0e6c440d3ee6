#pragma once
/// Small files whose loss only costs time: they need not wait for the disk, as replaceFile() does.
#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace backspool {

/// Writes the file @p file, for its owner only; what it had is gone. One that failed is not left. Errors: NotFound (no
/// such folder), Denied, NoSpace, Io.
[[nodiscard]] Status writeFileUnsynced(const QString &file, QByteArrayView content);

/// Replaces @p file by @p content, for its owner only. The end of the program at any moment leaves the old or the new;
/// when the power goes, it may be damaged. REQUIRES: who reads it finds that out, and can do without.
/// Errors: as writeFileUnsynced().
[[nodiscard]] Status replaceFileUnsynced(const QString &file, QByteArrayView content);

} // namespace backspool
