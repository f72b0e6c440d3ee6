#include "format/directory_entry.h"

#include <limits>

namespace backspool::format {

namespace {

constexpr uint32_t kMaxMode = 07777;
constexpr uint32_t kMaxNanoseconds = 999'999'999;
constexpr uint64_t kMaxNumber = std::numeric_limits<uint32_t>::max();
/// Sizes of files are signed in every interface of the system.
constexpr uint64_t kMaxFileSize = std::numeric_limits<int64_t>::max();

std::unexpected<Error> damaged(QString text)
{
    return fail(ErrorKind::Damaged, std::move(text));
}

bool isDevice(FileType type)
{
    return type == FileType::CharacterDevice || type == FileType::BlockDevice;
}

/// A name for texts: what cannot be shown as UTF-8 is replaced.
QString shown(QByteArrayView name)
{
    return QString::fromUtf8(name);
}

Result<QByteArray> readName(ByteReader &reader, bool isRoot)
{
    const auto name = TRY(reader.sizedBytes(kMaxNameSize));
    if (isRoot ? name != "/" : !isSafeName(name))
        return damaged(QStringLiteral("a directory entry has a name that no file can have"));
    return name.toByteArray();
}

Result<std::vector<Attribute>> readAttributes(ByteReader &reader)
{
    const auto count = TRY(reader.varint(kMaxAttributes));
    if (count == 0)
        return damaged(QStringLiteral("a directory entry announces attributes but has none"));
    std::vector<Attribute> attributes;
    for (uint64_t i = 0; i < count; ++i) {
        Attribute attribute;
        attribute.type = uint32_t(TRY(reader.varint(kMaxNumber)));
        attribute.data = TRY(reader.sizedBytes(kMaxAttributeSize)).toByteArray();
        attributes.push_back(std::move(attribute));
    }
    return attributes;
}

Status readContent(ByteReader &reader, DirectoryEntry &entry)
{
    switch (entry.type) {
    case FileType::File:
        entry.size = TRY(reader.varint(kMaxFileSize));
        if (entry.size > 0)
            entry.content = TRY(reader.name());
        break;
    case FileType::Directory:
        entry.content = TRY(reader.name());
        break;
    case FileType::SymbolicLink:
        entry.target = TRY(reader.sizedBytes(kMaxLinkTargetSize)).toByteArray();
        if (entry.target.contains('\0'))
            return damaged(QStringLiteral("the target of a symbolic link has a NUL in it"));
        break;
    case FileType::CharacterDevice:
    case FileType::BlockDevice:
        entry.deviceMajor = uint32_t(TRY(reader.varint(kMaxNumber)));
        entry.deviceMinor = uint32_t(TRY(reader.varint(kMaxNumber)));
        break;
    case FileType::Fifo:
    case FileType::Socket:
        break;
    }
    const bool needsName = entry.isDirectory() || (entry.type == FileType::File && entry.size > 0);
    if (needsName && entry.content.isNull())
        return damaged(QStringLiteral("a directory entry says nothing of its content"));
    return {};
}

Result<DirectoryEntry> readEntry(QByteArrayView item, bool isRoot)
{
    ByteReader reader(item, "directory entry");
    DirectoryEntry entry;
    entry.name = TRY(readName(reader, isRoot));
    const auto type = TRY(reader.u8());
    if (type < uint8_t(FileType::File) || type > uint8_t(FileType::BlockDevice))
        return damaged(QStringLiteral("the directory entry is of a type that does not exist"));
    entry.type = FileType(type);
    if (isRoot && !entry.isDirectory())
        return damaged(QStringLiteral("the root of a point is no directory"));
    const auto flags = TRY(reader.u8());
    entry.flags = uint8_t(flags & ~DirectoryEntry::HasAttributes);
    entry.mode = uint32_t(TRY(reader.varint(kMaxMode)));
    entry.uid = uint32_t(TRY(reader.varint(kMaxNumber)));
    entry.gid = uint32_t(TRY(reader.varint(kMaxNumber)));
    entry.modified.seconds = TRY(reader.signedVarint());
    entry.modified.nanoseconds = uint32_t(TRY(reader.varint(kMaxNanoseconds)));
    TRY(readContent(reader, entry));
    if (flags & DirectoryEntry::HasAttributes)
        entry.attributes = TRY(readAttributes(reader));
    TRY(reader.atEnd());
    return entry;
}

} // namespace

bool isSafeName(QByteArrayView name)
{
    if (name.isEmpty() || name.size() > kMaxNameSize || name == "." || name == "..")
        return false;
    return !name.contains('/') && !name.contains('\0');
}

Attribute Attribute::extended(QByteArrayView name, QByteArrayView value)
{
    ByteWriter writer;
    writer.reserve(name.size() + value.size() + 2);
    writer.sizedBytes(name).bytes(value);
    return {ExtendedAttribute, writer.take()};
}

Result<std::pair<QByteArray, QByteArray>> Attribute::asExtended() const
{
    Q_ASSERT(type == ExtendedAttribute);
    ByteReader reader(data, "extended attribute");
    const auto name = TRY(reader.sizedBytes(kMaxNameSize));
    if (name.isEmpty() || name.contains('\0'))
        return damaged(QStringLiteral("an extended attribute has a name that none can have"));
    return std::pair(name.toByteArray(), reader.rest().toByteArray());
}

void DirectoryEntry::encode(ByteWriter &writer) const
{
    const auto withAttributes = uint8_t(attributes.empty() ? 0 : HasAttributes);
    writer.sizedBytes(name).u8(uint8_t(type)).u8(uint8_t(flags & ~HasAttributes) | withAttributes);
    writer.varint(mode).varint(uid).varint(gid).signedVarint(modified.seconds).varint(modified.nanoseconds);
    if (type == FileType::File) {
        writer.varint(size);
        if (size > 0)
            writer.name(content);
    } else if (type == FileType::Directory) {
        writer.name(content);
    } else if (type == FileType::SymbolicLink) {
        writer.sizedBytes(target);
    } else if (isDevice(type)) {
        writer.varint(deviceMajor).varint(deviceMinor);
    }
    if (attributes.empty())
        return;
    writer.varint(attributes.size());
    for (const auto &attribute : attributes)
        writer.varint(attribute.type).sizedBytes(attribute.data);
}

QByteArray DirectoryEntry::encode() const
{
    ByteWriter writer;
    writer.reserve(name.size() + target.size() + 96);
    encode(writer);
    return writer.take();
}

Result<DirectoryEntry> DirectoryEntry::decode(QByteArrayView item, bool isRoot)
{
    auto entry = readEntry(item, isRoot);
    if (entry)
        return entry;
    // Which entry it is helps whoever has to look: its name, if that much can be read.
    ByteReader reader(item, "directory entry");
    if (const auto name = reader.sizedBytes(kMaxNameSize); name && isSafeName(*name))
        return fail(entry.error().withContext(QStringLiteral("the entry \"%1\"").arg(shown(*name))));
    return entry;
}

} // namespace backspool::format
