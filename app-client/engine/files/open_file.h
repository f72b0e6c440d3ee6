#pragma once
/// Opening what is to be protected: for reading only, without following links, without touching access times where
/// the kernel lets us, never blocking on a FIFO.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QByteArray>

namespace backspool::engine {

/// Errors: NotFound, Denied, Io.
Result<FileDescriptor> openFolderAt(int parent, const QByteArray &name);
Result<FileDescriptor> openFileAt(int folder, const QByteArray &name);
/// To look at it only (O_PATH): also what may not be read.
Result<FileDescriptor> openToLookAt(int folder, const QByteArray &name);
/// The root of all paths.
Result<FileDescriptor> openRootFolder();
/// Target of the symbolic link @p name.
Result<QByteArray> readLinkAt(int folder, const QByteArray &name);

/// Lets the process have as many files open as the system allows (deep trees hold one for each level).
void raiseOpenFileLimit();

} // namespace backspool::engine
