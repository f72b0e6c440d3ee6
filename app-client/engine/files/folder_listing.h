#pragma once
/// The names in a folder.
#include "core/result.h"

#include <QByteArray>

#include <vector>

namespace backspool::engine {

/// All names but "." and "..", sorted as unsigned bytes. @p folder is an open folder, read from its start.
/// Errors: Io, Denied, NotFound (deleted meanwhile).
Result<std::vector<QByteArray>> listFolder(int folder);

} // namespace backspool::engine
