#pragma once
/// The control socket as a file: a path in the data folder may be longer than a socket's address can hold, so both
/// sides reach it through the opened folder.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QString>

namespace backspool::control {

/// A listening socket at @p path, for its owner alone; takes the place of one that a dead service left.
/// REQUIRES: no other service has the data folder. Errors: Io, Denied.
Result<FileDescriptor> listenLocally(const QString &path);
/// Errors: NotFound (nobody listens there), Denied, Io.
Result<FileDescriptor> connectLocally(const QString &path);

} // namespace backspool::control
