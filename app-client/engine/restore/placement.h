#pragma once
/// Making things in one open folder: under a temporary name first, then under their own. Nothing here follows a link,
/// and every name is a single component, so nothing can come to be outside the folder.
#include "core/file_descriptor.h"
#include "format/directory_entry.h"

namespace backspool::engine {

/// What a rename may do to what has the name already.
enum class Overwriting : uint8_t { Never, Allowed };

/// A new, empty file of mode 0600, open for writing. Errors: Exists, NoSpace, Denied, Io.
Result<FileDescriptor> makeFile(int folder, const QByteArray &name);
/// A new folder of mode 0700, open. Errors: as makeFile().
Result<FileDescriptor> makeFolder(int folder, const QByteArray &name);
/// A new symbolic link, FIFO, socket or device as @p entry says, but for its metadata; open with O_PATH.
/// Errors: as makeFile(); Denied also for devices, which only root may make.
Result<FileDescriptor> makeSpecial(int folder, const QByteArray &name, const format::DirectoryEntry &entry);

/// Renames in the folder. Errors: Exists (with Overwriting::Never), Io, NoSpace, Denied.
Status place(int folder, const QByteArray &from, const QByteArray &to, Overwriting overwriting);
/// Another name for the file @p from. Errors: Exists, and Unsupported when the two folders are on different file
/// systems or the file has as many names as it can.
Status linkFile(int fromFolder, const QByteArray &from, int folder, const QByteArray &name);
/// Renames the empty folder @p from; what has the name already, and is no folder, goes once that is done.
/// Errors: Exists (a folder has the name), Io, NoSpace, Denied: everything is as it was.
Status placeFolder(int folder, const QByteArray &from, const QByteArray &to);
/// No error when there is none. Folders are not removed.
void removeFile(int folder, const QByteArray &name);
void removeEmptyFolder(int folder, const QByteArray &name);

/// All of @p bytes at @p offset; with @p sparse, runs of 4 KiB of zeros that lie on such boundaries are left out (a
/// hole, in a new file). Errors: NoSpace, Io.
Status writeContent(int file, QByteArrayView bytes, uint64_t offset, bool sparse);
/// The file is @p size bytes long; @p hole of them from @p offset are a hole, which takes space unless @p sparse.
Status writeHole(int file, uint64_t offset, uint64_t hole, bool sparse);
Status setSize(int file, uint64_t size);
/// Everything written on the file system of @p file is durable.
Status syncFileSystem(int file);

} // namespace backspool::engine
