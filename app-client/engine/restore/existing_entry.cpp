/// Looks at what is already where an entry is to be: what is right is not fetched (the seed's reverse elimination).
#include "codec/signature.h"
#include "files/attributes.h"
#include "files/open_file.h"
#include "restore/metadata.h"
#include "restore/restore_work.h"

#include <unistd.h>

#include <cerrno>

namespace backspool::engine {

namespace {

constexpr qsizetype kReadSize = 1_MiB;

/// Null when it cannot be read to the end (it is another one then, for all that matters here).
ObjectName digestOf(int file, uint64_t size, const codec::Digester &digester, const CancelToken &cancel)
{
    codec::SignatureBuilder signature(digester);
    QByteArray buffer(std::min(kReadSize, qsizetype(size)), Qt::Uninitialized);
    uint64_t offset = 0;
    while (offset < size) {
        // Holes are not read.
        const off_t data = ::lseek(file, off_t(offset), SEEK_DATA);
        const uint64_t next = data < 0 ? (errno == ENXIO ? size : offset) : std::min(uint64_t(data), size);
        if (next > offset) {
            signature.addZeros(next - offset);
            offset = next;
            continue;
        }
        const ssize_t got =
            ::pread(file, buffer.data(), size_t(std::min(uint64_t(buffer.size()), size - offset)), off_t(offset));
        if (got <= 0 || cancel.isCancelled())
            return {};
        signature.add(QByteArrayView(buffer).first(got));
        offset += uint64_t(got);
    }
    return signature.finish().name;
}

bool isSameSpecial(int folder, const QByteArray &name, const FileStatus &status, const format::DirectoryEntry &entry)
{
    switch (entry.type) {
    case format::FileType::SymbolicLink:
        return readLinkAt(folder, name).value_or(QByteArray()) == entry.target;
    case format::FileType::CharacterDevice:
    case format::FileType::BlockDevice:
        return status.deviceMajor == entry.deviceMajor && status.deviceMinor == entry.deviceMinor;
    default:
        return true;
    }
}

} // namespace

ExistingEntry RestoreWork::existing(const TargetFolder &folder, int file, const QByteArray &name,
                                    const format::DirectoryEntry &entry) const
{
    const auto status = statusAt(file, name);
    if (!status && status.error().kind() == ErrorKind::NotFound)
        return {};
    if (!status)
        return {Presence::Different, {}};
    if (status->type == format::FileType::Directory)
        return {Presence::Folder, *status};
    if (status->type != entry.type || status->size != entry.size + uint64_t(entry.target.size()))
        return {Presence::Different, *status};
    const auto attributes = readAttributes(file, name);
    const bool isMetadataRight =
        attributes && attributes->isComplete && hasMetadata(*status, attributes->list, entry, parts_.owners);
    // A file that would be left alone either way is not read for it.
    if (!isMetadataRight && parts_.onConflict == OnConflict::Skip && status->modified != entry.modified)
        return {Presence::Different, *status};
    const auto presence = entry.type == format::FileType::File
                              ? compareContent(folder, file, name, *status, entry)
                              : (isSameSpecial(file, name, *status, entry) ? Presence::Same : Presence::Different);
    if (presence == Presence::Same && !isMetadataRight)
        return {Presence::OtherMetadata, *status};
    return {presence, *status};
}

Presence RestoreWork::compareContent(const TargetFolder &folder, int file, const QByteArray &name,
                                     const FileStatus &status, const format::DirectoryEntry &entry) const
{
    if (entry.size == 0)
        return Presence::Same;
    // What an earlier restore wrote, and nobody changed, need not be read.
    if (const auto known = parts_.known.find(fileSystems_.idOf(folder), status.inode, status.changed, status.size))
        return *known == entry.content ? Presence::Same : Presence::Different;
    // Without the domain's secret nobody can tell what is here by its name: it is fetched.
    const auto *digester = parts_.verifier.digester();
    if (!digester)
        return Presence::Different;
    const auto opened = openFileAt(file, name);
    if (!opened)
        return Presence::Different;
    const auto before = statusOf(opened->get());
    if (!before || !before->sameContentAs(status))
        return Presence::Different;
    return digestOf(opened->get(), entry.size, *digester, parts_.cancel) == entry.content ? Presence::Same
                                                                                          : Presence::Different;
}

} // namespace backspool::engine
