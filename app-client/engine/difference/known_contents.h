#pragma once
/// Files whose content the agent knows because it wrote them itself: a restore notes each, and the next backup does not
/// read them again (demand: after a restore everything counted as changed).
#include "core/file_descriptor.h"
#include "core/object_name.h"
#include "core/result.h"
#include "format/hint.h"

#include <mutex>
#include <vector>

namespace backspool::engine {

struct KnownFile
{
    format::FileSystemId fileSystem{};
    uint64_t inode = 0;
    format::FileTime changed; ///< ctime after the restore was done with it
    uint64_t size = 0;
    ObjectName content;
};

/// Appends to the file that KnownContents reads. Thread-safe.
class KnownContentsWriter
{
public:
    static Result<KnownContentsWriter> open(const QString &file);
    Status add(const KnownFile &known);
    Status flush();

private:
    explicit KnownContentsWriter(FileDescriptor file) : file_(std::move(file)), mutex_(std::make_unique<std::mutex>())
    {
    }
    FileDescriptor file_;
    std::unique_ptr<std::mutex> mutex_; ///< guards pending_ and the file
    QByteArray pending_;
};

/// Thread-safe once opened. Holds 16 bytes a file in memory.
class KnownContents
{
public:
    /// A missing or damaged file: knows nothing.
    static KnownContents open(const QString &file);
    bool isEmpty() const { return index_.empty(); }
    std::optional<ObjectName> find(const format::FileSystemId &fileSystem, uint64_t inode,
                                   const format::FileTime &changed, uint64_t size) const;

private:
    FileDescriptor file_;
    std::vector<std::pair<uint64_t, uint32_t>> index_; ///< inode, record number; sorted
};

} // namespace backspool::engine
