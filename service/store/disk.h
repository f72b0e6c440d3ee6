#pragma once
/// The disk under the store: the few operations that durability depends on. The real one is POSIX; the tests' one
/// numbers every operation, stops at any, and knows what a power cut leaves.
#include "core/clock.h"
#include "core/result.h"
#include "core/units.h"
#include "format/byte_source.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace backspool::store {

/// A new file that grows at its end. Not thread-safe, except sync() beside append().
class AppendFile : public format::ByteSink
{
public:
    /// What was appended before the call began is durable when it returns.
    virtual Status sync() = 0;
    virtual ByteCount size() const = 0;
};

struct FileInfo
{
    QString name;
    ByteCount size = 0;
    bool isFolder = false;
};

struct DiskSpace
{
    ByteCount free = 0; ///< for us
    ByteCount total = 0;
};

/// Thread-safe. Paths are absolute. Errors: as the operating system says (Io, NotFound, Exists, NoSpace, Denied).
class Disk
{
public:
    virtual ~Disk() = default;
    /// Makes a file that did not exist (Exists otherwise). Its name is durable after syncFolder().
    virtual Result<std::unique_ptr<AppendFile>> create(const QString &path) = 0;
    virtual Result<std::shared_ptr<format::ByteSource>> openRead(const QString &path) = 0;
    /// Never replaces: Exists when @p to is there. Durable after syncFolder() of both folders.
    virtual Status rename(const QString &from, const QString &to) = 0;
    virtual Status remove(const QString &path) = 0;
    /// Makes the folder and its parents, durable when it returns. No error when it is there.
    virtual Status makeFolder(const QString &path) = 0;
    /// Makes the folders @p names in @p folder, which is there; they, and what else is in it, are durable when it
    /// returns: one sync for all. No error for those that are there.
    virtual Status makeFolders(const QString &folder, const QStringList &names) = 0;
    virtual Status syncFolder(const QString &path) = 0;
    virtual Result<std::vector<FileInfo>> list(const QString &folder) = 0;
    virtual Result<DiskSpace> space(const QString &folder) = 0;
};

} // namespace backspool::store
