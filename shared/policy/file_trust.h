#pragma once
/// Who can have written a file. What it says is obeyed with this process's rights, so nobody with fewer may have a say.
#include "core/result.h"

#include <QString>

namespace backspool::policy {

/// @p file, and each folder above it, belongs to root or to this process's user, and nobody else can write to it (or,
/// of a folder, only what belongs to them: sticky). Links are followed first. Errors: Denied (names the one that is at
/// fault), NotFound, Io.
[[nodiscard]] Status checkOwnersOnly(const QString &file);

} // namespace backspool::policy
