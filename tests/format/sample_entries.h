#pragma once
/// Random directory entries and hints within all that the format allows.
#include "format/hint.h"
#include "format/test_parts.h"

namespace backspool::format {

inline ObjectName randomName(Random &random)
{
    return ObjectName::fromBytes(randomBytes(random, ObjectName::kSize));
}

inline QByteArray randomFileName(Random &random)
{
    QByteArray name;
    do {
        name = randomBytes(random, qsizetype(pick(random, 1, pick(random, 0, 9) == 0 ? kMaxNameSize : 12)));
        name.replace('/', '_').replace('\0', '-');
    } while (!isSafeName(name));
    return name;
}

inline FileTime randomTime(Random &random)
{
    const auto seconds = int64_t(randomNumber(random, std::numeric_limits<uint64_t>::max()));
    return {seconds, uint32_t(randomNumber(random, 999'999'999))};
}

inline DirectoryEntry randomEntry(Random &random)
{
    DirectoryEntry entry;
    entry.name = randomFileName(random);
    entry.type = FileType(pick(random, 1, 7));
    entry.flags = uint8_t(random() & ~uint64_t(DirectoryEntry::HasAttributes));
    entry.mode = uint32_t(pick(random, 0, 07777));
    entry.uid = uint32_t(randomNumber(random, 0xffffffff));
    entry.gid = uint32_t(randomNumber(random, 0xffffffff));
    entry.modified = randomTime(random);
    switch (entry.type) {
    case FileType::File:
        entry.size = randomNumber(random, uint64_t(std::numeric_limits<int64_t>::max()));
        if (entry.size > 0)
            entry.content = randomName(random);
        break;
    case FileType::Directory:
        entry.content = randomName(random);
        break;
    case FileType::SymbolicLink:
        entry.target = randomBytes(random, qsizetype(randomNumber(random, 4096))).replace('\0', '/');
        break;
    case FileType::CharacterDevice:
    case FileType::BlockDevice:
        entry.deviceMajor = uint32_t(randomNumber(random, 0xffffffff));
        entry.deviceMinor = uint32_t(randomNumber(random, 0xffffffff));
        break;
    default:
        break;
    }
    while (pick(random, 0, 3) == 0) {
        Attribute attribute;
        attribute.type = uint32_t(randomNumber(random, 0xffffffff));
        attribute.data = randomBytes(random, qsizetype(randomNumber(random, 300)));
        entry.attributes.push_back(attribute);
    }
    return entry;
}

inline Hint randomHint(Random &random)
{
    Hint hint;
    hint.flags = uint8_t(random());
    hint.inode = randomNumber(random, std::numeric_limits<uint64_t>::max());
    hint.changed = randomTime(random);
    if (hint.isDirectory()) {
        hint.born = randomTime(random);
        hint.hints = randomName(random);
    }
    if (hint.flags & Hint::FileSystemStarts)
        std::ranges::generate(hint.fileSystem, std::ref(random));
    return hint;
}

} // namespace backspool::format
