#pragma once
/// A lock that processes take turns with: on a file that is there for that alone.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QString>

namespace backspool {

enum class LockWait {
    None, ///< Busy where somebody else holds it
    Long  ///< until nobody does
};

/// Locks @p path, which is made where it is missing, until the descriptor is closed. Errors: Busy, Denied, Io.
[[nodiscard]] Result<FileDescriptor> lockFile(const QString &path, LockWait wait);

} // namespace backspool
