#pragma once
/// Where a step of a restore was, found again to undo it. Private to the folder.
#include "core/file_descriptor.h"
#include "files/file_status.h"

namespace backspool::engine {

/// A file's folder, open, and its name in there.
struct UndoPlace
{
    FileDescriptor folder;
    QByteArray name;

    Result<FileStatus> status() const { return statusAt(folder.get(), name); }
    Result<FileStatus> statusOf(const QByteArray &other) const { return statusAt(folder.get(), other); }
    /// Errors: Denied, Io; none where there is nothing.
    Status remove(const QByteArray &other) const;
    /// Sets the permissions of the folder that has the name, while it is that of @p inode. Errors: NotFound, Denied,
    /// Io.
    Status setFolderMode(uint64_t inode, uint32_t mode) const;
};

/// Without following a link on the way. Errors: NotFound, Denied, Io; Invalid (no path of a file).
Result<UndoPlace> undoPlaceOf(const QByteArray &path);

/// It is known that nothing is there.
bool isMissing(const Result<FileStatus> &status);

} // namespace backspool::engine
