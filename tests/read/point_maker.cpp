#include "read/point_maker.h"

#include "codec/signature.h"
#include "files/attributes.h"
#include "files/file_status.h"
#include "files/folder_listing.h"
#include "files/open_file.h"
#include "format/version_record.h"

#include <QSysInfo>

#include <fcntl.h>
#include <unistd.h>

namespace backspool::tests {

using format::DirectoryEntry;
using format::FileType;

codec::SecretKey testSecret()
{
    return codec::SecretKey::fromBytes(QByteArray(codec::SecretKey::kSize, 'k'));
}

codec::Digester testDigester()
{
    return codec::Digester(testSecret());
}

PointMaker::PointMaker(MemoryService &service)
    : service_(service), digester_(testDigester()), chunker_(codec::DomainKeys(testSecret()).boundary())
{
}

ObjectName PointMaker::content(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return {};
    if (bytes.size() <= codec::kLeafSize)
        return service_.addChunk(bytes);
    format::VersionBuilder version(digester_, service_.nodeEmitter());
    QByteArrayView rest(bytes);
    while (!rest.isEmpty()) {
        const auto chunk = rest.first(chunker_.cut(rest, true)).toByteArray();
        version.add({service_.addChunk(chunk), 0, uint64_t(chunk.size())});
        rest = rest.sliced(chunk.size());
    }
    const auto name = codec::signatureOf(digester_, bytes).name;
    service_.add(format::ObjectKind::Version, name, version.finish().encode());
    return name;
}

/// As content(), with the file's holes as holes.
ObjectName PointMaker::contentOf(int file, uint64_t size)
{
    if (size <= uint64_t(codec::kLeafSize)) {
        QByteArray bytes(qsizetype(size), 0);
        if (::pread(file, bytes.data(), size, 0) != ssize_t(size))
            qFatal("a file of the test cannot be read");
        return content(bytes);
    }
    format::VersionBuilder version(digester_, service_.nodeEmitter());
    codec::SignatureBuilder signature(digester_);
    uint64_t at = 0;
    while (at < size) {
        const off_t data = ::lseek(file, off_t(at), SEEK_DATA);
        const uint64_t start = data < 0 ? size : uint64_t(data);
        if (start > at) {
            version.add({{}, 0, start - at});
            signature.addZeros(start - at);
        }
        const uint64_t end = start == size ? size : std::min(size, uint64_t(::lseek(file, off_t(start), SEEK_HOLE)));
        for (at = start; at < end;) {
            QByteArray bytes(qsizetype(std::min<uint64_t>(end - at, 128 * 1024)), 0);
            if (::pread(file, bytes.data(), size_t(bytes.size()), off_t(at)) != bytes.size())
                qFatal("a file of the test cannot be read");
            version.add({service_.addChunk(bytes), 0, uint64_t(bytes.size())});
            signature.add(bytes);
            at += uint64_t(bytes.size());
        }
    }
    const auto name = signature.finish().name;
    service_.add(format::ObjectKind::Version, name, version.finish().encode());
    return name;
}

MadeEntry PointMaker::file(const QByteArray &name, const QByteArray &bytes)
{
    MadeEntry made;
    made.entry.name = name;
    made.entry.mode = 0644;
    made.entry.uid = ::geteuid();
    made.entry.gid = ::getegid();
    made.entry.modified = {1'700'000'000, 123'456'789};
    made.entry.size = uint64_t(bytes.size());
    made.entry.content = content(bytes);
    made.hint.inode = qHash(name);
    return made;
}

MadeEntry PointMaker::link(const QByteArray &name, const QByteArray &target)
{
    MadeEntry made;
    made.entry.name = name;
    made.entry.type = FileType::SymbolicLink;
    made.entry.mode = 0777;
    made.entry.uid = ::geteuid();
    made.entry.gid = ::getegid();
    made.entry.modified = {1'700'000'000, 0};
    made.entry.target = target;
    return made;
}

MadeEntry PointMaker::folder(const QByteArray &name, std::vector<MadeEntry> entries)
{
    std::ranges::sort(entries, [](const MadeEntry &a, const MadeEntry &b) {
        return format::compareNames(a.entry.name, b.entry.name) < 0;
    });
    return folderAsGiven(name, entries);
}

MadeEntry PointMaker::folderAsGiven(const QByteArray &name, const std::vector<MadeEntry> &entries)
{
    format::NodeTreeBuilder directory(format::TreeKind::Directory, digester_, service_.nodeEmitter());
    format::NodeTreeBuilder hints(format::TreeKind::Hints, digester_, service_.nodeEmitter());
    for (const auto &made : entries) {
        const auto entry = made.entry.encode();
        const auto hint = made.hint.encode();
        directory.add(entry, made.entry.name, made.entry.name);
        hints.add(hint, hint);
    }
    MadeEntry made;
    made.entry.name = name;
    made.entry.type = FileType::Directory;
    made.entry.mode = 0755;
    made.entry.uid = ::geteuid();
    made.entry.gid = ::getegid();
    made.entry.modified = {1'600'000'000, 5};
    made.entry.content = directory.finish();
    made.hint.flags = format::Hint::Directory;
    made.hint.hints = hints.finish();
    return made;
}

MadeEntry PointMaker::readEntry(int folder, const QByteArray &name, uint64_t device)
{
    const auto status = engine::statusAt(folder, name);
    if (!status || status->device != device)
        qFatal("a file of the test cannot be looked at");
    if (status->type == FileType::Directory) {
        const auto file = engine::openFolderAt(folder, name);
        return readFolder(file->get(), name);
    }
    MadeEntry made;
    auto &entry = made.entry;
    entry.name = name;
    entry.type = status->type;
    entry.mode = status->mode;
    entry.uid = status->uid;
    entry.gid = status->gid;
    entry.modified = status->modified;
    entry.attributes = engine::readAttributes(folder, name).value_or(engine::Attributes()).list;
    if (status->linkCount > 1)
        entry.flags |= DirectoryEntry::Linked;
    if (status->type == FileType::SymbolicLink)
        entry.target = *engine::readLinkAt(folder, name);
    entry.deviceMajor =
        status->type == FileType::CharacterDevice || status->type == FileType::BlockDevice ? status->deviceMajor : 0;
    entry.deviceMinor = entry.deviceMajor > 0 ? status->deviceMinor : 0;
    made.hint.inode = status->inode;
    made.hint.changed = status->changed;
    if (status->type == FileType::File) {
        const auto file = engine::openFileAt(folder, name);
        entry.size = status->size;
        entry.content = contentOf(file->get(), status->size);
        if (status->blocks * 512 < status->size)
            entry.flags |= DirectoryEntry::Sparse;
    }
    return made;
}

MadeEntry PointMaker::readFolder(int file, const QByteArray &name)
{
    const auto status = engine::statusOf(file);
    std::vector<MadeEntry> entries;
    const auto children = engine::listFolder(file);
    for (const auto &child : *children)
        entries.push_back(readEntry(file, child, status->device));
    auto made = folder(name, std::move(entries));
    made.entry.mode = status->mode;
    made.entry.uid = status->uid;
    made.entry.gid = status->gid;
    made.entry.modified = status->modified;
    made.entry.attributes = engine::readAttributesOf(file).value_or(engine::Attributes()).list;
    made.hint.inode = status->inode;
    return made;
}

MadeEntry PointMaker::fromDisk(const QByteArray &path, const QByteArray &name)
{
    const auto parent = engine::openFolderAt(AT_FDCWD, path.first(std::max<qsizetype>(1, path.lastIndexOf('/'))));
    const auto file = engine::openFolderAt(parent->get(), path.sliced(path.lastIndexOf('/') + 1));
    return readFolder(file->get(), name);
}

format::PointRecord PointMaker::record(std::vector<MadeEntry> entries)
{
    format::PointRecord record;
    for (const auto &made : entries) {
        record.selection.push_back('/' + made.entry.name);
        record.statistics.files += 1;
    }
    auto root = folder(QByteArrayLiteral("/"), std::move(entries));
    record.root = root.entry;
    record.root.flags |= DirectoryEntry::Partial;
    record.rootHint = root.hint;
    record.rootHint.flags |= format::Hint::FileSystemStarts;
    record.rootHint.fileSystem.fill(7);
    record.host = QSysInfo::machineHostName();
    record.client = ClientId{1};
    return record;
}

PointId PointMaker::point(std::vector<MadeEntry> entries)
{
    return service_.addPoint(record(std::move(entries)));
}

} // namespace backspool::tests
