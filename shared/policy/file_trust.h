#pragma once
/// Who can have written a file. What it says is obeyed with this process's rights, so nobody with fewer may have a say.
#include "core/result.h"

#include <QString>

namespace backspool::policy {

/// The real path of @p file, without links, when nobody else has a say in what is read there, now or later: the file,
/// each link on the way to it, and each folder above one of them belongs to root or to this process's user, and nobody
/// else can write to it (or, of a folder, only what belongs to them: sticky). Errors: Denied (names the one that is at
/// fault), NotFound, Io; Invalid (links that lead nowhere).
[[nodiscard]] Result<QString> ownersOnlyPath(const QString &file);

} // namespace backspool::policy
