#include "api/base_files.h"

#include "codec/signature.h"
#include "format/directory_entry.h"
#include "format/version_record.h"
#include "points/version_trust.h"
#include "protocol/difference_messages.h"

#include <algorithm>

namespace backspool::api {

namespace {

/// Each has at most 80 MB of extents, and few have.
constexpr size_t kKept = 3;
/// Looked up together.
constexpr size_t kBatch = 4'096;

std::unexpected<Error> notFound()
{
    return fail(ErrorKind::NotFound, QStringLiteral("There is no such large file in the base."));
}

/// The entry at @p path beneath the directory tree @p root.
Result<format::DirectoryEntry> entryAt(const store::ObjectStore &store, ObjectName root, const QByteArray &path)
{
    const auto fetch = [&](const ObjectName &node) { return store.readNode(node); };
    format::DirectoryEntry entry;
    if (!path.startsWith('/') || root.isNull())
        return notFound();
    for (const auto &name : path.sliced(1).split('/')) {
        if (root.isNull())
            return notFound();
        const auto item = TRY(format::findItem(root, name, fetch));
        if (!item)
            return notFound();
        entry = TRY(format::DirectoryEntry::decode(*item));
        root = entry.isDirectory() ? entry.content : ObjectName();
    }
    return entry;
}

/// What is copied must be there: a commit would refuse the file again and again, and who is told now sends it.
/// Whether all of it is @p client's own.
Result<bool> checkPresence(const store::ObjectStore &store, const std::vector<format::Extent> &extents, ClientId client,
                           const CancelToken &cancel)
{
    bool isOwn = true;
    std::vector<ObjectName> names;
    const auto flush = [&]() -> Status {
        TRY(cancel.check());
        for (const auto &location : TRY(store.find(names))) {
            if (!location || location->kind != format::ObjectKind::Chunk)
                return fail(ErrorKind::Damaged, QStringLiteral("A part of the file's last version is missing."));
            isOwn = isOwn && store.clientOf(location->container) == client;
        }
        names.clear();
        return {};
    };
    for (const auto &extent : extents) {
        if (!extent.isHole())
            names.push_back(extent.chunk);
        if (names.size() == kBatch)
            TRY(flush());
    }
    TRY(flush());
    return isOwn;
}

} // namespace

Result<std::shared_ptr<const BaseFile>> BaseFile::open(const store::ObjectStore &store, points::VersionTrust &trust,
                                                       const Wanted &wanted, const CancelToken &cancel)
{
    const auto &content = wanted.content;
    const auto condemnations = store.condemnations();
    const auto location = TRY(store.find(content));
    if (!location || location->kind != format::ObjectKind::Version)
        return fail(ErrorKind::NotFound, QStringLiteral("The file's last version is not in the store."));
    const auto bytes = TRY(points::VersionTrust::readRecord(store, content, *location));
    const auto record = TRY(format::VersionRecord::decode(bytes));
    if (record.size != wanted.size || record.extentCount > protocol::kMaxBaseExtents)
        return fail(ErrorKind::Damaged, QStringLiteral("The file's last version is too scattered."));
    std::shared_ptr<BaseFile> file(new BaseFile);
    file->content_ = content;
    file->size_ = wanted.size;
    file->record_ = store.digester().node(bytes);
    if (file->record_ == wanted.known) {
        if (const auto isOwn = trust.isCompleteAndOwn(file->record_, wanted.client)) {
            file->isOwn_ = *isOwn;
            return file;
        }
    }
    const auto fetch = [&](const ObjectName &node) -> Result<QByteArray> {
        TRY(cancel.check());
        return store.readNode(node);
    };
    uint64_t start = 0;
    TRY(record.forEachExtent(fetch, [&](const format::Extent &extent) -> Result<bool> {
        file->extents_.push_back(extent);
        file->starts_.push_back(start);
        start += extent.length;
        return true;
    }));
    file->isOwn_ = TRY(checkPresence(store, file->extents_, wanted.client, cancel));
    trust.noteComplete(file->record_, {wanted.client, file->isOwn_, condemnations});
    return file;
}

Result<QByteArray> BaseFile::read(const store::ObjectStore &store, uint64_t offset, uint64_t length,
                                  LastChunk &last) const
{
    QByteArray bytes;
    bytes.reserve(qsizetype(length));
    auto at = size_t(std::ranges::upper_bound(starts_, offset) - starts_.begin()) - 1;
    while (uint64_t(bytes.size()) < length) {
        const auto &extent = extents_[at];
        const uint64_t skip = offset + uint64_t(bytes.size()) - starts_[at];
        const uint64_t part = std::min(extent.length - skip, length - uint64_t(bytes.size()));
        ++at;
        if (extent.isHole()) {
            bytes.append(qsizetype(part), '\0');
            continue;
        }
        if (last.name != extent.chunk)
            last = {extent.chunk, TRY(store.read(extent.chunk))};
        if (extent.offset + skip + part > uint64_t(last.bytes.size()))
            return fail(ErrorKind::Damaged, QStringLiteral("An extent goes past the end of its chunk."));
        bytes.append(QByteArrayView(last.bytes).sliced(qsizetype(extent.offset + skip), qsizetype(part)));
    }
    return bytes;
}

Result<std::shared_ptr<const BaseFile>> BaseFiles::open(const QByteArray &path, const ObjectName &known)
{
    const auto opened = std::ranges::find(opened_, path, [](const auto &each) { return each.first; });
    if (opened != opened_.end()) {
        std::rotate(opened_.begin(), opened, opened + 1);
        return opened_.front().second;
    }
    const auto entry = TRY(entryAt(store_, lease_.baseRoot, path));
    if (entry.type != format::FileType::File || entry.size <= uint64_t(codec::kLeafSize))
        return notFound();
    auto file = TRY(BaseFile::open(store_, trust_, {entry.content, entry.size, lease_.client, known}, *lease_.holder));
    if (file->extents().empty())
        return file;
    if (opened_.size() == kKept)
        opened_.pop_back();
    opened_.emplace_front(path, file);
    return file;
}

} // namespace backspool::api
