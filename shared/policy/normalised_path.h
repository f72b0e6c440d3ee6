#pragma once
/// Paths as people give them, brought to the one form that everything else compares: absolute, without a detour.
#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>

namespace backspool::policy {

/// @p path without "//", "/./" and a trailing '/'; ".." is resolved lexically (no file system is asked: a link in the
/// way is not followed), and stops at "/". "/" stays "/". A path is bytes, not necessarily UTF-8.
/// Errors: Invalid (relative, empty or holding a NUL).
[[nodiscard]] Result<QByteArray> normalisedPath(QByteArrayView path);

/// Whether @p path is @p folder or lies beneath it. Both normalised.
[[nodiscard]] bool isWithin(QByteArrayView path, QByteArrayView folder);

} // namespace backspool::policy
