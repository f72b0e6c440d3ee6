#pragma once
/// What the file system says of a file, as bytes and numbers; relative to open folders, never following links.
#include "core/result.h"
#include "format/directory_entry.h"

namespace backspool::engine {

struct FileStatus
{
    format::FileType type = format::FileType::File;
    uint32_t mode = 0; ///< 07777
    uint32_t uid = 0;
    uint32_t gid = 0;
    uint64_t size = 0;
    uint64_t blocks = 0; ///< of 512 bytes
    uint32_t linkCount = 1;
    uint64_t inode = 0;
    uint64_t device = 0; ///< of this boot only: tells where another file system starts
    format::FileTime modified;
    format::FileTime changed;
    format::FileTime born; ///< zero where the file system has none
    uint32_t deviceMajor = 0;
    uint32_t deviceMinor = 0;

    /// Content can have changed between the two.
    bool sameContentAs(const FileStatus &other) const
    {
        return inode == other.inode && size == other.size && modified == other.modified && changed == other.changed;
    }
};

/// Status of @p name in the open folder @p folder. Errors: NotFound, Denied, Io; Unsupported (a type we do not know).
Result<FileStatus> statusAt(int folder, const QByteArray &name);
/// Status of an open file.
Result<FileStatus> statusOf(int file);

/// @p path for people: as UTF-8 with what is not UTF-8 replaced, for messages only.
QString displayPath(QByteArrayView path);
/// @p folder + "/" + @p name, without doubling the slash of the root.
QByteArray joinPath(const QByteArray &folder, QByteArrayView name);

} // namespace backspool::engine
