#pragma once
/// Reading from a place of an open file.
#include "core/result.h"

namespace backspool::engine {

/// Up to @p size bytes from @p offset; fewer at the end of the file. Errors: Io.
Result<qsizetype> readAt(int file, char *buffer, qsizetype size, uint64_t offset);

} // namespace backspool::engine
