#pragma once
/// Keeping a copy of the repository key, and putting it back on a new computer. Works on files alone, whether a service
/// runs or not.
#include "core/result.h"

#include <QString>

namespace backspool::control {

/// Writes the key to @p file (mode 0600, never over another file). Returns the repository's UUID.
/// Errors: NotFound (no key here), Exists, Io.
Result<QString> exportKey(const QString &dataFolder, const QString &file);
/// Puts the key of @p file into the data folder. Where there is a store, the key must open it. The same key again is no
/// error. As root, from then on this is the service's user (actAsOwnerOf()). Errors: NotFound, Denied, Damaged (the
/// file is no key, or the key does not open the store), Exists (another key).
Result<QString> importKey(const QString &dataFolder, const QString &file);

} // namespace backspool::control
