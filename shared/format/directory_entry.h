#pragma once
/// An entry of a directory: name, metadata and what it holds (docs/format.md, "Directory entry").
#include "core/bytes.h"
#include "core/clock.h"

#include <QByteArray>

#include <vector>

namespace backspool::format {

enum class FileType : uint8_t {
    File = 1,
    Directory = 2,
    SymbolicLink = 3,
    Fifo = 4,
    Socket = 5,
    CharacterDevice = 6,
    BlockDevice = 7
};

/// Time as a file has it: any second since or before 1970, nanoseconds 0..999,999,999.
struct FileTime
{
    int64_t seconds = 0;
    uint32_t nanoseconds = 0;
    auto operator<=>(const FileTime &) const = default;
};

struct Attribute
{
    enum Type : uint32_t { ExtendedAttribute = 1 };
    uint32_t type = ExtendedAttribute;
    QByteArray data;
    bool operator==(const Attribute &) const = default;

    static Attribute extended(QByteArrayView name, QByteArrayView value);
    /// Name and value. REQUIRES: type == ExtendedAttribute. Errors: Damaged.
    Result<std::pair<QByteArray, QByteArray>> asExtended() const;
};

struct DirectoryEntry
{
    /// HasAttributes stands in the bytes only: encode() sets it and decode() takes it away as there are attributes.
    /// Flags that this program does not know are kept.
    enum Flag : uint8_t { Linked = 1, Sparse = 2, Inconsistent = 4, HasAttributes = 8, Partial = 16, Carried = 32 };

    QByteArray name;
    FileType type = FileType::File;
    uint8_t flags = 0;
    uint32_t mode = 0; ///< permission bits, 07777
    uint32_t uid = 0;
    uint32_t gid = 0;
    FileTime modified;
    uint64_t size = 0;        ///< files: bytes of content
    ObjectName content;       ///< files: the signature (null when empty); directories: root of the tree
    QByteArray target;        ///< symbolic links
    uint32_t deviceMajor = 0; ///< devices
    uint32_t deviceMinor = 0;
    std::vector<Attribute> attributes;

    bool operator==(const DirectoryEntry &) const = default;
    bool isDirectory() const { return type == FileType::Directory; }
    bool has(Flag flag) const { return flags & flag; }

    /// Appends the item's bytes.
    void encode(ByteWriter &writer) const;
    QByteArray encode() const;
    /// @p isRoot allows the name "/" only. Errors: Damaged (structure, an unsafe name, bounds).
    static Result<DirectoryEntry> decode(QByteArrayView item, bool isRoot = false);
};

constexpr qsizetype kMaxNameSize = 255;
constexpr qsizetype kMaxLinkTargetSize = 65'536;
/// Kernel limits (an entry with all its attributes must also stay within kMaxItemSize of node.h): an attribute's value
/// has at most 64 KiB, its name 255 bytes.
constexpr qsizetype kMaxAttributeSize = 66'000;
constexpr size_t kMaxAttributes = 1'024;

/// A name that may stand in a directory: 1 to 255 bytes, no '/' or NUL, not "." or "..".
bool isSafeName(QByteArrayView name);

} // namespace backspool::format
