#pragma once
/// Makes points in a MemoryService: from entries that a test writes, or from a folder on disk.
#include "codec/chunker.h"
#include "read/memory_service.h"

namespace backspool::tests {

/// The key of all tests' names.
codec::SecretKey testSecret();
codec::Digester testDigester();

/// An entry and what its file system says of it.
struct MadeEntry
{
    format::DirectoryEntry entry;
    format::Hint hint;
};

class PointMaker
{
public:
    explicit PointMaker(MemoryService &service);

    MadeEntry file(const QByteArray &name, const QByteArray &content);
    static MadeEntry link(const QByteArray &name, const QByteArray &target);
    /// @p entries in any order.
    MadeEntry folder(const QByteArray &name, std::vector<MadeEntry> entries);
    /// The same, in the order given: for trees that no honest agent makes.
    MadeEntry folderAsGiven(const QByteArray &name, const std::vector<MadeEntry> &entries);
    /// The folder at @p path with all that is in it.
    MadeEntry fromDisk(const QByteArray &path, const QByteArray &name);
    /// A point whose "/" holds @p entries.
    PointId point(std::vector<MadeEntry> entries);
    format::PointRecord record(std::vector<MadeEntry> entries);

    /// Content as an agent would store it; null when empty.
    ObjectName content(const QByteArray &bytes);
    ObjectName contentOf(int file, uint64_t size);

private:
    MadeEntry readEntry(int folder, const QByteArray &name, uint64_t device);
    MadeEntry readFolder(int file, const QByteArray &name);

    MemoryService &service_;
    const codec::Digester digester_;
    const codec::Chunker chunker_;
};

} // namespace backspool::tests
