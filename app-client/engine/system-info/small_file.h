#pragma once
/// Reads settings files and what the kernel tells in files.
#include "core/result.h"
#include "core/units.h"

namespace backspool::engine {

/// Longer ones than this are no settings.
constexpr ByteCount kMaxSmallFile = 1_MiB;

/// Errors: NotFound, Denied, Io, Invalid (no regular file, or too long).
Result<QByteArray> readSmallFile(const QByteArray &path);

} // namespace backspool::engine
