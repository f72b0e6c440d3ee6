#pragma once
/// What one client's file system said of an entry, to know it again without reading it (docs/format.md, "Hint").
#include "format/directory_entry.h"

#include <array>

namespace backspool::format {

/// Identity of a file system that survives a reboot and another device number.
using FileSystemId = std::array<uint8_t, 16>;

struct Hint
{
    enum Flag : uint8_t { Directory = 1, Racy = 2, FileSystemStarts = 4 };

    uint8_t flags = 0;
    uint64_t inode = 0;
    FileTime changed;          ///< ctime
    FileTime born;             ///< directories
    ObjectName hints;          ///< directories: root of the hints of what is in it; null when none are known
    FileSystemId fileSystem{}; ///< with FileSystemStarts

    bool operator==(const Hint &) const = default;
    bool isDirectory() const { return flags & Directory; }
    bool isRacy() const { return flags & Racy; }

    void encode(ByteWriter &writer) const;
    QByteArray encode() const;
    static Result<Hint> decode(QByteArrayView item);
};

} // namespace backspool::format
