#pragma once
/// The lock of a data directory: one process at a time works on it.
#include "core/file_descriptor.h"
#include "core/result.h"

#include <QString>

namespace backspool::appliance {

/// Held until it goes, or the process ends in whatever way.
class FolderLock
{
public:
    /// Makes the file where it is not there. Errors: Busy (another process has it), Denied, Io.
    static Result<FolderLock> take(const QString &file);

private:
    explicit FolderLock(FileDescriptor file) : file_(std::move(file)) {}
    FileDescriptor file_;
};

} // namespace backspool::appliance
