#pragma once
/// Bytes as a file, for what reads files.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QByteArray>

namespace backspool::engine {

/// A file in memory that holds @p content. @p name: for who looks at the process's open files. Errors: Io.
Result<FileDescriptor> fileInMemory(const QByteArray &content, const char *name);

} // namespace backspool::engine
